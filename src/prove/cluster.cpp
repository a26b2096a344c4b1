#include "prove/cluster.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace opta::prove {

namespace {

constexpr std::pair<std::string_view, std::string_view> kPodPaths[] = {
    {"CronJob", "spec.jobTemplate.spec.template.spec"},
    {"DaemonSet", "spec.template.spec"},
    {"Deployment", "spec.template.spec"},
    {"Job", "spec.template.spec"},
    {"Pod", "spec"},
    {"ReplicaSet", "spec.template.spec"},
    {"StatefulSet", "spec.template.spec"}};

std::string address_of(const KubeObject& object) {
  if (object.object_namespace.empty()) return fmt::format("{} {}", object.kind, object.name);
  return fmt::format("{} {}/{}", object.kind, object.object_namespace, object.name);
}

}  // namespace

Cluster::Cluster(std::vector<HelmRelease> releases, bool has_mesh)
    : releases_(std::move(releases)), has_mesh_(has_mesh) {
  std::size_t count = 0;
  for (const HelmRelease& release : releases_) count += release.objects.size();
  objects_.reserve(count);  // what points into it stays where it is
  for (const HelmRelease& release : releases_) {
    for (const KubeObject& content : release.objects) {
      const Object& object = objects_.emplace_back(address_of(content), &release, &content);
      by_kind_[content.kind].push_back(&object);
      if (!pod_path(content.kind).empty()) workloads_.push_back(&object);
    }
  }
}

const std::vector<const Object*>& Cluster::of_kind(std::string_view kind) const {
  static const std::vector<const Object*> none;
  const auto found = by_kind_.find(kind);
  return found == by_kind_.end() ? none : found->second;
}

std::string_view pod_path(std::string_view kind) {
  const auto* const found =
      std::ranges::find(kPodPaths, kind, &std::pair<std::string_view, std::string_view>::first);
  return found == std::end(kPodPaths) ? std::string_view() : found->second;
}

std::string field_text(const KubeObject& object, std::string_view path) {
  const std::string_view text = text_at(object, path);
  if (!text.starts_with('"')) return std::string(text);
  const auto json = nlohmann::json::parse(text, nullptr, false);
  return json.is_string() ? json.get<std::string>() : std::string(text);
}

Truth field_is(const KubeObject& object, std::string_view path, std::string_view json) {
  const auto field = object.fields.find(path);
  if (field == object.fields.end()) return Truth::kNo;
  if (field->second.known_after_apply) return Truth::kUnknown;
  return truth(field->second.text == json);
}

std::vector<std::string_view> fields_below(const KubeObject& object, std::string_view prefix) {
  std::vector<std::string_view> paths;
  for (auto field = object.fields.lower_bound(prefix);
       field != object.fields.end() && field->first.starts_with(prefix); ++field) {
    paths.push_back(field->first);
  }
  return paths;
}

}  // namespace opta::prove
