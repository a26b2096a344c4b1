// The chart beside this file (manifest_fixtures/make.sh) and what API servers make of it.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "base/file_system.h"
#include "plan/manifest.h"

namespace opta {

inline std::string manifest_fixture_text(const std::string& name) {
  const std::string path = OPTA_SOURCE_DIR "/tests/unit/plan/manifest_fixtures/" + name;
  Result<std::string> text = RealFileSystem().read(path, 10'000'000);
  EXPECT_TRUE(text) << path;
  return text.value_or("");
}

inline std::vector<KubeObject> objects_of(std::string_view yaml, const std::string& marker = {}) {
  Result<std::vector<KubeObject>> objects =
      decode_manifest(yaml, {.default_namespace = "shop", .unknown_marker = marker});
  EXPECT_TRUE(objects) << (objects ? "" : objects.error().message);
  return objects.value_or(std::vector<KubeObject>());
}

inline std::vector<KubeObject> running_of(std::string_view json) {
  Result<std::vector<KubeObject>> objects = decode_objects(json);
  EXPECT_TRUE(objects) << (objects ? "" : objects.error().message);
  return objects.value_or(std::vector<KubeObject>());
}

// Fails the test and returns an empty object when there is none.
inline KubeObject object_of_kind(const std::vector<KubeObject>& objects, std::string_view kind) {
  const auto found = std::ranges::find(objects, kind, &KubeObject::kind);
  if (found != objects.end()) return *found;
  ADD_FAILURE() << "no " << kind;
  return {};
}

// Every place of `from` becomes `to`; fails the test when there is none.
inline std::string replaced(std::string text, std::string_view from, std::string_view to) {
  std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  while (at != std::string::npos) {
    text.replace(at, from.size(), to);
    at = text.find(from, at + to.size());
  }
  return text;
}

}  // namespace opta
