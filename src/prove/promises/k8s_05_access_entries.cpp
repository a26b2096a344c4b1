#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

constexpr std::string_view kConfigMap = "aws-auth";

Cases decide(const Evidence& evidence) {
  Cases cases = about_each(evidence.world, {"aws_eks_cluster"}, [](const Resource& cluster) {
    constexpr const char* kMode = "access_config.authentication_mode";
    return attribute(cluster, kMode, is_text(cluster.values.find(kMode), "API"));
  });
  for (const char* type :
       {"kubernetes_config_map", "kubernetes_config_map_v1", "kubernetes_config_map_v1_data"}) {
    for (const Resource* map : managed(evidence.world, type)) {
      const Truth is_it = is_text(map->values.find("metadata.name"), kConfigMap);
      if (is_it != Truth::kNo) cases.push_back(attribute(*map, "metadata.name", opposite(is_it)));
    }
  }
  for (const Object* map : evidence.cluster.of_kind("ConfigMap")) {
    if (map->content->name == kConfigMap && map->content->object_namespace == "kube-system")
      cases.push_back(
          {.about = map, .holds = Truth::kNo, .witness = "it says who may do what in the cluster"});
  }
  return cases;
}

}  // namespace

extern const Promise kK8s05;
const Promise kK8s05 = {
    .id = "K8S-05",
    .sentence =
        "Access to the cluster comes from EKS access entries, never from the aws-auth ConfigMap.",
    .why =
        "Whoever may write one ConfigMap makes himself an administrator, and a mistake in it locks "
        "everybody out; entries of EKS are changed with rights of IAM and logged by CloudTrail.",
    .how =
        "The authentication mode of each EKS cluster is `API`, with which EKS does not read that "
        "ConfigMap, and neither the plan nor a chart has one of the name `aws-auth`.",
    .controls = "SOC 2 CC6.1, CC6.3; CIS EKS 5.5.1",
    .fix = "Set `authentication_mode` to `API`, and use `aws_eks_access_entry`.",
    .decide = decide,
    .reads_objects = true,
};

}  // namespace opta::prove
