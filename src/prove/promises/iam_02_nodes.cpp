#include <algorithm>

#include <fmt/format.h>

#include "prove/identity/identity.h"
#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

// What a node needs: to join the cluster, and to pull images.
constexpr std::string_view kNeeded[] = {
    "AmazonEKSWorkerNodePolicy", "AmazonEKSWorkerNodeMinimalPolicy",
    "AmazonEC2ContainerRegistryPullOnly", "AmazonEC2ContainerRegistryReadOnly"};

Truth is_needed(const Grant& grant) {
  if (std::ranges::find(kNeeded, grant.managed) != std::end(kNeeded)) return Truth::kYes;
  const bool is_other =
      !grant.managed.empty() || grant.documents->is_complete || !grant.documents->may_be.empty();
  return is_other ? Truth::kNo : Truth::kUnknown;
}

Case judge(const Evidence& evidence, const Resource& group, const char* attribute) {
  const Named roles = evidence.world.named_by(group.values.at(attribute), "aws_iam_role");
  Case judged{.about = &group, .holds = Truth::kYes, .witness = {}, .attribute = attribute};
  const bool is_here = roles.only() != nullptr && !roles.only()->is_data;
  if (!is_here) {
    judged.holds = Truth::kUnknown;
    judged.witness =
        fmt::format("{}.{}, which names no role of the plan", group.address, attribute);
  }
  for (const Resource* role : roles.is_complete ? roles.may_be : std::vector<const Resource*>()) {
    for (const Held& held : evidence.identity.grants_of(*role)) {
      Truth needed = is_needed(*held.grant);
      if (needed == Truth::kNo && (!is_here || held.is_there != Truth::kYes))
        needed = Truth::kUnknown;
      if (needed >= judged.holds) continue;
      judged.holds = needed;
      judged.witness =
          fmt::format("{} has {}", role->address,
                      held.grant->managed.empty() ? held.grant->by->address : held.grant->managed);
    }
  }
  return judged;
}

Cases decide(const Evidence& evidence) {
  Cases cases;
  for (const Resource* group : managed(evidence.world, "aws_eks_node_group"))
    cases.push_back(judge(evidence, *group, "node_role_arn"));
  return cases;
}

}  // namespace

extern const Promise kIam02;
const Promise kIam02 = {
    .id = "IAM-02",
    .sentence = "Node roles have only the AWS policies for joining the cluster and pulling images.",
    .why =
        "Whatever runs on a node, and gets out of its container, has the node's rights. "
        "AmazonEKSClusterPolicy, which an older list names here, is the control plane's: with it a "
        "node could not join.",
    .how =
        "Each node group names a role of the plan, and all that the plan gives to that role is "
        "AmazonEKSWorkerNodePolicy (or its minimal form) and AmazonEC2ContainerRegistryPullOnly "
        "(or ReadOnly). Pod networking (AmazonEKS_CNI_Policy) belongs to a role of its own.",
    .controls = "SOC 2 CC6.3; CIS EKS 5.1.3",
    .fix =
        "Take other policies off the node's role, and give them to the service account that needs "
        "them.",
    .decide = decide,
};

}  // namespace opta::prove
