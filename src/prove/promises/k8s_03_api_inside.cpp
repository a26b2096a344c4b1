#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

Cases decide(const Evidence& evidence) {
  return about_each(evidence.world, {"aws_eks_cluster"}, [](const Resource& cluster) {
    constexpr const char* kInside = "vpc_config.endpoint_private_access";
    return attribute(cluster, kInside, is_true(cluster.values.find(kInside)));
  });
}

}  // namespace

extern const Promise kK8s03;
const Promise kK8s03 = {
    .id = "K8S-03",
    .sentence = "Nodes and pods reach the cluster's API by a private endpoint.",
    .why =
        "Without an endpoint inside, whatever nodes report and whatever Secrets they read goes out "
        "to the internet's endpoint and back, and stops when that is closed.",
    .how =
        "Each EKS cluster has `endpoint_private_access`. Whether the endpoint of the internet is "
        "on as well, and for which addresses, is yours to say and not looked at.",
    .controls = "SOC 2 CC6.6; CIS EKS 5.4.2",
    .fix = "Set `endpoint_private_access` in `vpc_config`.",
    .decide = decide,
};

}  // namespace opta::prove
