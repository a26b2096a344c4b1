#include "plan/manifest_files.h"

#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/digest.h"
#include "base/text.h"
#include "plan/manifest.h"
#include "plan/manifest_documents.h"
#include "plan/object_images.h"
#include "plan/yaml_text.h"

namespace opta {

namespace {

using nlohmann::json;

constexpr const char* kHeader =
    "# Written by opta generate-manifests: change the layer's file, not this one.\n";
constexpr const char* kDefinitionFolder = "/crds/";
constexpr const char* kArgoCdOptions = "argocd.argoproj.io/sync-options";
constexpr const char* kFluxPrune = "kustomize.toolkit.fluxcd.io/prune";
constexpr std::size_t kDigestLength = 8;
constexpr int kLastRank = 80;

// In which order kinds are made: what others need comes first.
int rank_of(const std::string& kind) {
  static const std::map<std::string, int, std::less<>> kRanks = {
      {"Namespace", 0},
      {"CustomResourceDefinition", 0},
      {"PriorityClass", 0},
      {"StorageClass", 0},
      {"NetworkPolicy", 10},
      {"ResourceQuota", 10},
      {"LimitRange", 10},
      {"ServiceAccount", 20},
      {"ClusterRole", 20},
      {"ClusterRoleBinding", 20},
      {"Role", 20},
      {"RoleBinding", 20},
      {"Secret", 30},
      {"ConfigMap", 30},
      {"PersistentVolume", 30},
      {"PersistentVolumeClaim", 30},
      {"Service", 40},
      {"DaemonSet", 50},
      {"Pod", 50},
      {"ReplicaSet", 50},
      {"Deployment", 50},
      {"StatefulSet", 50},
      {"Job", 50},
      {"CronJob", 50},
      {"HorizontalPodAutoscaler", 60},
      {"PodDisruptionBudget", 60},
      {"IngressClass", 70},
      {"Ingress", 70},
      {"APIService", 70},
  };
  const auto found = kRanks.find(kind);
  return found == kRanks.end() ? kLastRank : found->second;
}

// Of letters that every file system takes, and that differ in more than their case.
std::string file_word(std::string_view text) {
  std::string word = lower_case(text);
  std::ranges::replace_if(
      word,
      [](char c) { return (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '.'; },
      '_');
  return word;
}

bool holds_values(const json& secret) {
  return std::ranges::any_of(std::array{"data", "stringData"}, [&](const char* key) {
    const auto found = secret.find(key);
    return found != secret.end() && !found->empty();
  });
}

class FilesWriter {
 public:
  explicit FilesWriter(const ManifestFilesOptions& options) : options_(options) {}

  Status add(ManifestDocument document) {
    const KubeObject object =
        OPTA_TRY(decode_object(document, {.default_namespace = options_.release_namespace}));
    const bool has_name = document.content["metadata"].contains("name");
    if (object.is_hook || !has_name) {
      const std::string event = has_name ? join(object.hook_events, ", ") : "generateName";
      result_.left_out.push_back({object.kind, object.name, event});
      return {};
    }
    if (object.kind == "Secret" && holds_values(document.content)) {
      result_.secrets.push_back(object.name);
      return {};
    }
    for (std::string& image : images_of(object)) {
      if (std::ranges::find(result_.images, image) == result_.images.end()) {
        result_.images.push_back(std::move(image));
      }
    }
    complete(document, object);
    // Written twice, the later one holds, as with Helm.
    objects_[identity_of(object)] = {object, kHeader + yaml_text(document.content)};
    return {};
  }

  ManifestFiles take() {
    std::map<std::string, std::string> files;  // by path
    for (const auto& [identity, written] : objects_) {
      std::string path = path_of(written.object, "");
      if (files.contains(path)) {
        path = path_of(written.object, "-" + sha256_hex(identity).substr(0, kDigestLength));
      }
      files[path] = written.text;
    }
    for (auto& [path, text] : files) result_.files.push_back({path, std::move(text)});
    return std::move(result_);
  }

 private:
  struct Written {
    KubeObject object;
    std::string text;
  };

  static std::string identity_of(const KubeObject& object) {
    const std::size_t slash = object.api_version.find('/');
    const std::string group =
        slash == std::string::npos ? std::string() : object.api_version.substr(0, slash);
    return fmt::format("{}\n{}\n{}\n{}", object.kind, object.name, object.object_namespace, group);
  }

  std::string path_of(const KubeObject& object, std::string_view suffix) const {
    std::string name = fmt::format("{:02}-{}-{}", rank_of(object.kind), file_word(object.kind),
                                   file_word(object.name));
    if (!object.object_namespace.empty() && object.object_namespace != options_.release_namespace) {
      name += "-" + file_word(object.object_namespace);
    }
    return fmt::format("{}/{}{}.yaml", options_.folder, name, suffix);
  }

  void complete(ManifestDocument& document, const KubeObject& object) const {
    json& metadata = document.content["metadata"];
    if (!object.object_namespace.empty()) metadata["namespace"] = object.object_namespace;
    // Definitions of a chart's crds folder are none of the release's for Helm.
    if (!document.source.contains(kDefinitionFolder)) {
      json& labels = map_at(metadata, "labels");
      labels["app.kubernetes.io/managed-by"] = "Helm";
      json& annotations = map_at(metadata, "annotations");
      annotations["meta.helm.sh/release-name"] = options_.release;
      annotations["meta.helm.sh/release-namespace"] = options_.release_namespace;
    }
    const bool argocd = options_.tool == GitOpsTool::kArgoCd;
    if (object.kept && argocd) add_option(metadata, "Prune=false,Delete=false");
    if (object.kept && !argocd) map_at(metadata, "annotations")[kFluxPrune] = "disabled";
    // Too long for the annotation in which a client's apply keeps what it was given.
    if (object.kind == "CustomResourceDefinition" && argocd) {
      add_option(metadata, "ServerSideApply=true");
    }
  }

  static json& map_at(json& parent, const char* key) {
    json& map = parent[key];
    if (!map.is_object()) map = json::object();
    return map;
  }

  static void add_option(json& metadata, const std::string& option) {
    json& options = map_at(metadata, "annotations")[kArgoCdOptions];
    options = options.is_string() ? options.get<std::string>() + "," + option : option;
  }

  const ManifestFilesOptions& options_;
  ManifestFiles result_;
  std::map<std::string, Written> objects_;  // by identity
};

}  // namespace

Result<ManifestFiles> manifest_files(std::string_view rendering,
                                     const ManifestFilesOptions& options) {
  FilesWriter writer(options);
  for (ManifestDocument& document : OPTA_TRY(read_documents(rendering))) {
    OPTA_CHECK_OK(writer.add(std::move(document)));
  }
  return writer.take();
}

GeneratedFile kustomization_file(const std::vector<GeneratedFile>& files) {
  json resources = json::array();
  for (const GeneratedFile& file : files) resources.push_back(file.path);
  const json kustomization = {{"apiVersion", "kustomize.config.k8s.io/v1beta1"},
                              {"kind", "Kustomization"},
                              {"resources", std::move(resources)}};
  return {"kustomization.yaml", kHeader + yaml_text(kustomization)};
}

}  // namespace opta
