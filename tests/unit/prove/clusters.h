// Clusters for the tests, from manifests as a chart would write them.
#pragma once

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "prove/cluster.h"

namespace opta::prove::test {

using nlohmann::json;

// Stands in a manifest for what only an apply tells.
inline constexpr const char* kAfterApply = "known-after-apply";

inline std::vector<KubeObject> objects_of(const std::vector<json>& manifests,
                                          const std::string& in_namespace) {
  std::string text;
  for (const json& manifest : manifests) text += "---\n" + manifest.dump() + "\n";
  auto objects =
      decode_manifest(text, {.default_namespace = in_namespace, .unknown_marker = kAfterApply});
  EXPECT_TRUE(objects) << (objects ? "" : objects.error().message);
  return objects ? *std::move(objects) : std::vector<KubeObject>();
}

inline json object(const char* version, const char* kind, const std::string& name,
                   json rest = json::object()) {
  json made{{"apiVersion", version}, {"kind", kind}, {"metadata", {{"name", name}}}};
  made.merge_patch(rest);
  return made;
}

// A release for each namespace.
inline Cluster cluster_of(const std::map<std::string, std::vector<json>>& by_namespace) {
  std::vector<HelmRelease> releases;
  for (const auto& [name, manifests] : by_namespace) {
    releases.push_back({.name = name,
                        .release_namespace = name,
                        .module = name,
                        .objects = objects_of(manifests, name)});
  }
  return Cluster(std::move(releases));
}

}  // namespace opta::prove::test
