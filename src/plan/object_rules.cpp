#include "plan/object_rules.h"

#include <algorithm>
#include <array>

namespace opta {

namespace {

struct Rule {
  std::string_view kind;
  std::string_view path;
  bool mutable_again = false;  // an exception from a shorter path of the same kind
};

// From the API server's validation, Kubernetes 1.28 to 1.35.
constexpr auto kRules = std::to_array<Rule>({
    {"ClusterRoleBinding", "roleRef"},
    {"CustomResourceDefinition", "spec.group"},
    {"CustomResourceDefinition", "spec.names.kind"},
    {"CustomResourceDefinition", "spec.names.plural"},
    {"CustomResourceDefinition", "spec.scope"},
    {"DaemonSet", "spec.selector"},
    {"Deployment", "spec.selector"},
    {"IngressClass", "spec.controller"},
    {"Job", "spec.completionMode"},
    {"Job", "spec.selector"},
    {"Job", "spec.template"},
    {"PersistentVolume", "spec.csi"},
    {"PersistentVolume", "spec.storageClassName"},
    {"PersistentVolumeClaim", "spec"},
    {"PersistentVolumeClaim", "spec.resources", true},
    {"PersistentVolumeClaim", "spec.volumeAttributesClassName", true},
    {"PersistentVolumeClaim", "spec.volumeName", true},
    {"PriorityClass", "preemptionPolicy"},
    {"PriorityClass", "value"},
    {"ReplicaSet", "spec.selector"},
    {"RoleBinding", "roleRef"},
    {"Secret", "type"},
    {"Service", "spec.clusterIP"},
    {"Service", "spec.clusterIPs"},
    {"StatefulSet", "spec"},
    {"StatefulSet", "spec.minReadySeconds", true},
    {"StatefulSet", "spec.ordinals", true},
    {"StatefulSet", "spec.persistentVolumeClaimRetentionPolicy", true},
    {"StatefulSet", "spec.replicas", true},
    {"StatefulSet", "spec.revisionHistoryLimit", true},
    {"StatefulSet", "spec.template", true},
    {"StatefulSet", "spec.updateStrategy", true},
    {"StorageClass", "parameters"},
    {"StorageClass", "provisioner"},
    {"StorageClass", "reclaimPolicy"},
    {"StorageClass", "volumeBindingMode"},
});

bool is_below(std::string_view path, std::string_view prefix) {
  return path.starts_with(prefix) &&
         (path.size() == prefix.size() || path[prefix.size()] == '.' || path[prefix.size()] == '[');
}

}  // namespace

bool is_immutable(std::string_view kind, std::string_view path) {
  bool immutable = false;
  for (const Rule& rule : kRules) {
    // Exceptions stand behind what they are exceptions from.
    if (rule.kind == kind && is_below(path, rule.path)) immutable = !rule.mutable_again;
  }
  return immutable;
}

bool is_merge_key(std::string_view path) {
  return (path.starts_with("spec.ports[") && path.ends_with("].port")) ||
         (path.contains(".ports[") && path.ends_with("].containerPort"));
}

std::string_view api_group(std::string_view api_version) {
  const std::size_t slash = api_version.find('/');
  return slash == api_version.npos ? std::string_view() : api_version.substr(0, slash);
}

}  // namespace opta
