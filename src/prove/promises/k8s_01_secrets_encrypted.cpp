#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

Cases decide(const Evidence& evidence) {
  Cases cases;
  for (const Resource* cluster : managed(evidence.world, "aws_eks_cluster")) {
    Truth holds = Truth::kNo;
    for (const Value* config : cluster->values.at("encryption_config").blocks()) {
      Truth of_secrets = config->at("resources").is_unknown() ? Truth::kUnknown : Truth::kNo;
      for (const Value* resource : config->at("resources").blocks())
        of_secrets = either(of_secrets, is_text(*resource, "secrets"));
      holds = either(holds,
                     both(of_secrets, names_key(evidence.world, config->find("provider.key_arn"))));
    }
    cases.push_back(attribute(*cluster, "encryption_config", holds));
  }
  return cases;
}

}  // namespace

extern const Promise kK8s01;
const Promise kK8s01 = {
    .id = "K8S-01",
    .sentence = "Secrets of Kubernetes are encrypted with a KMS key.",
    .why =
        "The cluster keeps its Secrets in etcd; with a key around them, a copy of its disk tells "
        "nothing.",
    .how = "Each EKS cluster has an `encryption_config` for `secrets` with the ARN of a key.",
    .controls = "SOC 2 CC6.1; CIS EKS 5.3.1",
    .fix = "Add `encryption_config` with a key. It cannot be taken away later.",
    .decide = decide,
};

}  // namespace opta::prove
