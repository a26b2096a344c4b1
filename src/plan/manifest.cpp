#include "plan/manifest.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/json_depth.h"
#include "base/text.h"
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

Error incomplete(const std::string& source) {
  return {
      fmt::format("`{}` gives something that is no Kubernetes object: it has no "
                  "apiVersion, kind or name",
                  source.empty() ? "a template" : printable(source))};
}

Result<std::vector<KubeObject>> decode_all(const std::vector<ManifestDocument>& documents,
                                           const ManifestOptions& options) {
  std::vector<KubeObject> objects;
  objects.reserve(documents.size());
  for (const ManifestDocument& document : documents) {
    objects.push_back(OPTA_TRY(decode_object(document, options)));
  }
  return objects;
}

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

Result<KubeObject> decode_object(const ManifestDocument& document, const ManifestOptions& options) {
  const json& content = document.content;
  if (!content.is_object()) return tl::make_unexpected(incomplete(document.source));
  const json* metadata = child_or_null(&content, "metadata");
  KubeObject object{.api_version = text_or(content, "apiVersion"),
                    .kind = text_or(content, "kind"),
                    .source = document.source};
  if (metadata == nullptr || !metadata->is_object() || object.kind.empty() ||
      object.api_version.empty()) {
    return tl::make_unexpected(incomplete(document.source));
  }
  object.name = text_or(*metadata, "name");
  // The server puts random letters behind it.
  if (object.name.empty()) object.name = text_or(*metadata, "generateName");
  if (object.name.empty()) return tl::make_unexpected(incomplete(document.source));
  object.object_namespace = text_or(*metadata, "namespace");
  if (std::ranges::binary_search(kClusterKinds, std::string_view(object.kind))) {
    object.object_namespace.clear();
  } else if (object.object_namespace.empty()) {
    object.object_namespace = options.default_namespace;
  }
  if (const json* annotations = child_or_null(metadata, "annotations")) {
    object.hook_events = words_of(text_or(*annotations, std::string(kHook)));
    object.is_hook = !object.hook_events.empty();
    object.kept = text_or(*annotations, std::string(kResourcePolicy)) == "keep";
  }
  add_fields(object, content, options.unknown_marker);
  return object;
}

Result<std::vector<KubeObject>> decode_manifest(std::string_view yaml_text,
                                                const ManifestOptions& options) {
  const std::vector<ManifestDocument> documents = OPTA_TRY(read_documents(yaml_text));
  std::vector<KubeObject> objects = OPTA_TRY(decode_all(documents, options));
  forget_checksums(objects);
  return objects;
}

Result<std::vector<KubeObject>> decode_objects(std::string_view json_text) {
  constexpr const char* kUnreadable = "what runs in the cluster cannot be read";
  if (nests_deeper_than(json_text, kManifestDepthMax)) return fail(kUnreadable);
  json content = json::parse(json_text, nullptr, false);
  if (!content.is_object()) return fail(kUnreadable);
  std::vector<ManifestDocument> documents;
  unfold({.source = "the cluster", .content = std::move(content)}, documents);
  return decode_all(documents, {});
}

}  // namespace opta
