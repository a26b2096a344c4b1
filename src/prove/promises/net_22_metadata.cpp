#include <fmt/format.h>

#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

// Whether pods on machines of this template are kept from the machine's metadata.
Case judge_template(const Resource& group, const Resource& launch) {
  Truth kept = Truth::kNo;
  for (const Value* options : launch.values.at("metadata_options").blocks()) {
    const Value& hops = options->at("http_put_response_hop_limit");
    const Truth one_hop = hops.is_unknown() ? Truth::kUnknown : truth(hops.number() == 1);
    const Truth by_token = both(is_text(options->at("http_tokens"), "required"), one_hop);
    kept = either(kept, either(by_token, is_text(options->at("http_endpoint"), "disabled")));
  }
  return {.about = &group,
          .holds = kept,
          .witness = fmt::format("{}.metadata_options", launch.address),
          .attribute = {}};
}

Case judge(const World& world, const Resource& group) {
  Case judged{.about = &group,
              .holds = Truth::kNo,
              .witness = "without a launch template EKS lets metadata go two hops"};
  for (const Value* named : group.values.at("launch_template").blocks()) {
    const Value& id = is_set(named->at("id")) == Truth::kNo ? named->at("name") : named->at("id");
    const Named templates = world.named_by(id, "aws_launch_template");
    judged = {.about = &group, .holds = Truth::kYes};
    for (const Resource* launch : templates.may_be) {
      Case one = judge_template(group, *launch);
      if (one.holds < judged.holds) judged = std::move(one);
    }
    // One of these, or one that is not here.
    if (templates.only() == nullptr && judged.holds == Truth::kYes)
      judged = {.about = &group, .holds = Truth::kUnknown, .witness = "its launch template"};
    if (templates.only() == nullptr) judged.holds = Truth::kUnknown;
  }
  return judged;
}

Cases decide(const Evidence& evidence) {
  Cases cases;
  for (const Resource* group : managed(evidence.world, "aws_eks_node_group"))
    cases.push_back(judge(evidence.world, *group));
  return cases;
}

}  // namespace

extern const Promise kNet22;
const Promise kNet22 = {
    .id = "NET-22",
    .sentence = "No pod can take on the role of its node.",
    .why =
        "A node's role may join the cluster and read all images; whoever breaks into one pod, or "
        "makes it fetch an address, would have it.",
    .how =
        "The launch template of each node group asks for tokens (IMDSv2) and lets answers go one "
        "hop, which ends before a pod, or turns the metadata off. Pods on the host's network are "
        "K8S-14's matter.",
    .controls = "SOC 2 CC6.1, CC6.3; CIS AWS 5.6",
    .fix = "Set `http_tokens = \"required\"` and `http_put_response_hop_limit = 1`.",
    .decide = decide,
};

}  // namespace opta::prove
