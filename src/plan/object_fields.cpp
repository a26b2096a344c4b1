#include "plan/object_fields.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/base64.h"
#include "base/digest.h"
#include "plan/json_shape.h"

namespace opta {

namespace {

using nlohmann::json;

// What an element of a list is called by, where all of the list have it and no two are the same.
constexpr std::array<std::string_view, 7> kKeys = {
    "name", "mountPath", "devicePath", "containerPort", "port", "ip", "topologyKey"};
// Their order or their number is their meaning, so that an element has no identity of its own.
constexpr std::array<std::string_view, 1> kOrderedLists = {"initContainers"};
constexpr std::array<std::string_view, 5> kReplacedWhole = {"NetworkPolicy", "Role", "ClusterRole",
                                                            "RoleBinding", "ClusterRoleBinding"};
constexpr std::array<std::string_view, 7> kServerMetadata = {
    "creationTimestamp", "uid",      "resourceVersion", "generation",
    "managedFields",     "selfLink", "ownerReferences"};
// kubectl's copy of the whole object, Secrets and all.
constexpr std::string_view kLastApplied = "kubectl.kubernetes.io/last-applied-configuration";

bool is_in(const auto& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

// The value that names an element: of a key, or of the resource that a metric is about.
const json* naming_value(const json& element, std::string_view key) {
  const json* value = key == "resource.name"
                          ? child_or_null(child_or_null(&element, "resource"), "name")
                          : child_or_null(&element, std::string(key));
  return value != nullptr && (value->is_string() || value->is_number_integer()) ? value : nullptr;
}

bool all_have(const json& list, std::string_view key) {
  std::set<std::string> seen;
  return std::ranges::all_of(list, [&](const json& element) {
    const json* value = naming_value(element, key);
    return value != nullptr &&
           seen.insert(value->dump(-1, ' ', false, json::error_handler_t::replace)).second;
  });
}

std::string_view key_of(const json& list) {
  const auto* const key =
      std::ranges::find_if(kKeys, [&](std::string_view one) { return all_have(list, one); });
  if (key != kKeys.end()) return *key;
  return all_have(list, "resource.name") ? "resource.name" : "";
}

std::string element_path(const std::string& path, std::string_view key, const json& value) {
  const bool is_word = value.is_string() && value.get_ref<const std::string&>().find_first_not_of(
                                                "0123456789") != std::string::npos;
  if (is_word) return fmt::format("{}[{}]", path, value.get_ref<const std::string&>());
  // With its key, so that it cannot be taken for an index.
  return fmt::format("{}[{}={}]", path, key,
                     value.is_string() ? value.get_ref<const std::string&>() : json_line(value));
}

class Flattener {
 public:
  Flattener(KubeObject& object, std::string_view marker) : object_(object), marker_(marker) {}

  void walk(const std::string& path, std::string_view name, const json& value) {
    if (value.is_null()) return;
    if (value.is_object() && !value.empty()) {
      for (const auto& [key, child] : value.items()) walk(child_path(path, key), key, child);
    } else if (value.is_array() && !value.empty()) {
      walk_list(path, name, value);
    } else {
      add(path, value);
    }
  }

  // Text of a Secret: as it stands, or in base64.
  void add_secret(const std::string& path, const json& value, bool is_base64) {
    if (value.is_null()) return;
    std::string clear = value.is_string() ? value.get<std::string>() : json_line(value);
    if (is_base64) clear = base64_decoded(clear).value_or(clear);
    KubeValue field{.sensitive = true, .known_after_apply = is_unknown(clear)};
    if (!field.known_after_apply) field.text = sha256_hex(clear);
    object_.fields.insert_or_assign(path, std::move(field));
  }

 private:
  void walk_list(const std::string& path, std::string_view name, const json& list) {
    const bool keyed = !is_in(kOrderedLists, name) && !is_in(kReplacedWhole, object_.kind);
    const std::string_view key = keyed ? key_of(list) : "";
    for (std::size_t i = 0; i < list.size(); ++i) {
      walk(key.empty() ? child_path(path, i) : element_path(path, key, *naming_value(list[i], key)),
           "", list[i]);
    }
  }

  void add(const std::string& path, const json& value) {
    const bool unknown = value.is_string() && is_unknown(value.get_ref<const std::string&>());
    object_.fields.insert_or_assign(
        path, unknown ? KubeValue{.known_after_apply = true} : KubeValue{.text = json_line(value)});
  }

  bool is_unknown(const std::string& text) const {
    return !marker_.empty() && text.contains(marker_);
  }

  KubeObject& object_;
  std::string_view marker_;
};

void add_metadata(Flattener& flattener, const json& metadata) {
  for (const auto& [key, value] : metadata.items()) {
    if (key == "name" || key == "namespace" || is_in(kServerMetadata, key)) continue;
    const std::string path = child_path("metadata", key);
    if (key != "annotations" || !value.is_object() || value.empty()) {
      flattener.walk(path, key, value);
      continue;
    }
    for (const auto& [name, text] : value.items()) {
      if (name != kLastApplied) flattener.walk(child_path(path, name), name, text);
    }
  }
}

// Whatever shape it has: nothing of it may go on in the clear.
void add_secrets(Flattener& flattener, const json& values, bool is_base64) {
  if (!values.is_object()) return flattener.add_secret("data", values, false);
  for (const auto& [key, value] : values.items()) {
    flattener.add_secret(child_path("data", key), value, is_base64);
  }
}

}  // namespace

void add_fields(KubeObject& object, const json& content, std::string_view unknown_marker) {
  Flattener flattener(object, unknown_marker);
  const bool is_secret = object.kind == "Secret";
  for (const auto& [key, value] : content.items()) {
    if (key == "apiVersion" || key == "kind" || key == "status") continue;
    if (key == "metadata" && value.is_object()) {
      add_metadata(flattener, value);
    } else if (is_secret && (key == "data" || key == "stringData")) {
      // `stringData` stands behind `data` and wins, as it does in the API server.
      add_secrets(flattener, value, key == "data");
    } else {
      flattener.walk(key, key, value);
    }
  }
}

std::vector<std::string_view> keys_of_path(std::string_view path) {
  std::vector<std::string_view> keys;
  while (!path.empty()) {
    if (path.starts_with("[\"")) {
      const std::size_t end = std::min(path.find("\"]"), path.size());
      keys.push_back(path.substr(2, end < 2 ? 0 : end - 2));
      path.remove_prefix(std::min(end + 2, path.size()));
    } else if (path.starts_with('[')) {
      path.remove_prefix(std::min(path.find(']'), path.size() - 1) + 1);
    } else {
      if (path.starts_with('.')) path.remove_prefix(1);
      const std::size_t end = std::min(path.find_first_of(".["), path.size());
      if (end > 0) keys.push_back(path.substr(0, end));
      path.remove_prefix(end);
    }
  }
  return keys;
}

}  // namespace opta
