#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

Case judge(const Resource& cluster) {
  constexpr const char* kTypes = "enabled_cluster_log_types";
  const Value& types = cluster.values.at(kTypes);
  Case judged = attribute(cluster, kTypes, types.is_unknown() ? Truth::kUnknown : Truth::kYes);
  for (const char* wanted : {"api", "audit", "authenticator"}) {
    Truth is_there = types.is_unknown() ? Truth::kUnknown : Truth::kNo;
    for (const Value* type : types.blocks()) is_there = either(is_there, is_text(*type, wanted));
    judged.holds = both(judged.holds, is_there);
  }
  return judged;
}

Cases decide(const Evidence& evidence) {
  return about_each(evidence.world, {"aws_eks_cluster"}, judge);
}

}  // namespace

extern const Promise kLog01;
const Promise kLog01 = {
    .id = "LOG-01",
    .sentence = "The cluster's control plane logs calls, who made them, and logins.",
    .why = "Without the audit log nobody can say afterwards who read a Secret or changed a rule.",
    .how =
        "Each EKS cluster has `api`, `audit` and `authenticator` in `enabled_cluster_log_types`.",
    .controls = "SOC 2 CC7.2; CIS EKS 2.1.1",
    .fix = "Add them to `enabled_cluster_log_types`.",
    .decide = decide,
};

}  // namespace opta::prove
