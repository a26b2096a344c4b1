#include "app/rendering_cache.h"

#include <nlohmann/json.hpp>

namespace opta {

namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kBytesMax = 64U << 20U;
constexpr unsigned kOwnerOnly = 0600;
// Goes up when the model or this form of it changes.
constexpr int kFormat = 1;

Json to_json(const KubeObject& object) {
  Json fields = Json::object();
  for (const auto& [path, value] : object.fields) {
    fields[path] = {value.text, value.sensitive, value.known_after_apply};
  }
  return {{"api_version", object.api_version},
          {"kind", object.kind},
          {"namespace", object.object_namespace},
          {"name", object.name},
          {"fields", std::move(fields)},
          {"source", object.source},
          {"hook", object.is_hook},
          {"hook_events", object.hook_events},
          {"kept", object.kept}};
}

KubeObject to_object(const Json& json) {
  KubeObject object{.api_version = json.at("api_version"),
                    .kind = json.at("kind"),
                    .object_namespace = json.at("namespace"),
                    .name = json.at("name"),
                    .source = json.at("source"),
                    .is_hook = json.at("hook"),
                    .hook_events = json.at("hook_events"),
                    .kept = json.at("kept")};
  for (const auto& [path, value] : json.at("fields").items()) {
    object.fields.emplace(
        path,
        KubeValue{.text = value.at(0), .sensitive = value.at(1), .known_after_apply = value.at(2)});
  }
  return object;
}

}  // namespace

std::optional<std::vector<KubeObject>> read_rendering(const FileSystem& disk,
                                                      const std::string& path,
                                                      std::string_view key) {
  const auto text = disk.read(path, kBytesMax);
  if (!text) return std::nullopt;
  // A file that is not as we wrote it is no rendering: it is made again.
  try {
    const Json json = Json::parse(*text);
    if (json.at("format") != kFormat || json.at("key") != key) return std::nullopt;
    std::vector<KubeObject> objects;
    for (const Json& object : json.at("objects")) objects.push_back(to_object(object));
    return objects;
  } catch (const Json::exception&) {
    return std::nullopt;
  }
}

Status write_rendering(FileSystem& disk, const std::string& path, std::string_view key,
                       const std::vector<KubeObject>& objects) {
  Json list = Json::array();
  for (const KubeObject& object : objects) list.push_back(to_json(object));
  const Json json = {{"format", kFormat}, {"key", key}, {"objects", std::move(list)}};
  return disk.write(path, json.dump(-1, ' ', false, Json::error_handler_t::replace), kOwnerOnly);
}

}  // namespace opta
