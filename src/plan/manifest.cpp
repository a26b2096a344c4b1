#include "plan/manifest.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "plan/json_depth.h"
#include "plan/json_shape.h"
#include "plan/manifest_documents.h"
#include "plan/object_fields.h"

namespace opta {

namespace {

using nlohmann::json;

constexpr std::string_view kHook = "helm.sh/hook";
constexpr std::string_view kResourcePolicy = "helm.sh/resource-policy";
constexpr std::string_view kChecksum = "metadata.annotations[\"checksum/";

// What stands in no namespace, of what charts make.
constexpr auto kClusterKinds = std::to_array<std::string_view>({
    "APIService",
    "CSIDriver",
    "ClusterIssuer",
    "ClusterRole",
    "ClusterRoleBinding",
    "ClusterSecretStore",
    "CustomResourceDefinition",
    "EC2NodeClass",
    "GatewayClass",
    "IngressClass",
    "MutatingWebhookConfiguration",
    "Namespace",
    "NodePool",
    "PersistentVolume",
    "PriorityClass",
    "RuntimeClass",
    "StorageClass",
    "ValidatingAdmissionPolicy",
    "ValidatingAdmissionPolicyBinding",
    "ValidatingWebhookConfiguration",
});

// "pre-install, pre-upgrade" -> two words
std::vector<std::string> words_of(std::string_view list) {
  std::vector<std::string> words;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(','), list.size());
    if (const std::string_view word = trim(list.substr(0, end)); !word.empty()) {
      words.emplace_back(word);
    }
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return words;
}

class Decoder {
 public:
  explicit Decoder(const ManifestOptions& options) : options_(options) {}

  Status add(const json& content, const std::string& source) {
    if (!content.is_object()) return incomplete(source);
    const std::string kind = text_or(content, "kind");
    const json* items = child_or_null(&content, "items");
    if (kind.ends_with("List") && items != nullptr && items->is_array()) {
      return add_items(*items, kind.substr(0, kind.size() - std::string_view("List").size()),
                       text_or(content, "apiVersion"), source);
    }
    return add_object(content, kind, text_or(content, "apiVersion"), source);
  }

  std::vector<KubeObject> take() { return std::move(objects_); }

 private:
  // Items of a `PodList` need not say that they are Pods.
  Status add_items(const json& items, const std::string& kind, const std::string& api_version,
                   const std::string& source) {
    for (const json& item : items) {
      if (item.is_object() && !item.contains("kind") && !kind.empty()) {
        OPTA_CHECK_OK(add_object(item, kind, api_version, source));
      } else {
        OPTA_CHECK_OK(add(item, source));
      }
    }
    return {};
  }

  Status add_object(const json& content, const std::string& kind, const std::string& api_version,
                    const std::string& source) {
    const json* metadata = child_or_null(&content, "metadata");
    if (metadata == nullptr || !metadata->is_object() || kind.empty() || api_version.empty()) {
      return incomplete(source);
    }
    KubeObject object{.api_version = api_version, .kind = kind, .source = source};
    object.name = text_or(*metadata, "name");
    // The server puts random letters behind it.
    if (object.name.empty()) object.name = text_or(*metadata, "generateName");
    if (object.name.empty()) return incomplete(source);
    object.object_namespace = text_or(*metadata, "namespace");
    if (std::ranges::binary_search(kClusterKinds, std::string_view(kind))) {
      object.object_namespace.clear();
    } else if (object.object_namespace.empty()) {
      object.object_namespace = options_.default_namespace;
    }
    if (const json* annotations = child_or_null(metadata, "annotations")) {
      object.hook_events = words_of(text_or(*annotations, std::string(kHook)));
      object.is_hook = !object.hook_events.empty();
      object.kept = text_or(*annotations, std::string(kResourcePolicy)) == "keep";
    }
    add_fields(object, content, options_.unknown_marker);
    objects_.push_back(std::move(object));
    return {};
  }

  static Status incomplete(const std::string& source) {
    return fail(
        fmt::format("`{}` gives something that is no Kubernetes object: it has no "
                    "apiVersion, kind or name",
                    source.empty() ? "a template" : printable(source)));
  }

  const ManifestOptions& options_;
  std::vector<KubeObject> objects_;
};

// A checksum over something that is not known yet is not known either.
void forget_checksums(std::vector<KubeObject>& objects) {
  const auto has_unknown = [](const KubeObject& object) {
    return std::ranges::any_of(object.fields,
                               [](const auto& field) { return field.second.known_after_apply; });
  };
  if (std::ranges::none_of(objects, has_unknown)) return;
  for (KubeObject& object : objects) {
    for (auto& [path, value] : object.fields) {
      if (path.contains(kChecksum)) value = {.known_after_apply = true};
    }
  }
}

}  // namespace

std::string_view text_at(const KubeObject& object, std::string_view path) {
  const auto found = object.fields.find(path);
  return found == object.fields.end() ? std::string_view() : found->second.text;
}

Result<std::vector<KubeObject>> decode_manifest(std::string_view yaml_text,
                                                const ManifestOptions& options) {
  const std::vector<ManifestDocument> documents = OPTA_TRY(read_documents(yaml_text));
  Decoder decoder(options);
  for (const ManifestDocument& document : documents) {
    OPTA_CHECK_OK(decoder.add(document.content, document.source));
  }
  std::vector<KubeObject> objects = decoder.take();
  forget_checksums(objects);
  return objects;
}

Result<std::vector<KubeObject>> decode_objects(std::string_view json_text) {
  constexpr const char* kUnreadable = "what runs in the cluster cannot be read";
  if (nests_deeper_than(json_text, kManifestDepthMax)) return fail(kUnreadable);
  const json content = json::parse(json_text, nullptr, false);
  if (!content.is_object()) return fail(kUnreadable);
  const ManifestOptions options;
  Decoder decoder(options);
  OPTA_CHECK_OK(decoder.add(content, "the cluster"));
  return decoder.take();
}

}  // namespace opta
