#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

constexpr const char* kTokens = "metadata_options.http_tokens";
constexpr const char* kHops = "metadata_options.http_put_response_hop_limit";

Case demands_tokens(const Resource& machine) {
  return attribute(
      machine, kTokens,
      either(is_text(machine.values.find(kTokens), "required"),
             is_text(machine.values.find("metadata_options.http_endpoint"), "disabled")));
}

Case judge_template(const Resource& launch) {
  // EC2's own limit is one hop.
  const Value& hops = launch.values.find(kHops);
  return worst(demands_tokens(launch), attribute(launch, kHops, opposite(is_at_least(hops, 2))));
}

Case judge_group(const Resource& group) {
  return {.about = &group,
          .holds = Truth::kUnknown,
          .witness = "it has no launch template: EKS and its image decide",
          .attribute = "launch_template"};
}

Cases decide(const Evidence& evidence) {
  Cases cases = about_each(evidence.world, {"aws_launch_template"}, judge_template);
  for (Case& of_machine : about_each(evidence.world, {"aws_instance"}, demands_tokens))
    cases.push_back(std::move(of_machine));
  for (const Resource* group : managed(evidence.world, "aws_eks_node_group")) {
    if (group->values.at("launch_template").blocks().empty()) cases.push_back(judge_group(*group));
  }
  return cases;
}

}  // namespace

extern const Promise kK8s04;
const Promise kK8s04 = {
    .id = "K8S-04",
    .sentence = "No pod can take the role of its node from the metadata service.",
    .why =
        "The node's role can pull all images and change its network; a request that an attacker "
        "makes a service send would fetch its keys.",
    .how =
        "Launch templates and EC2 instances demand a token (`http_tokens` is `required`), or have "
        "no metadata service; launch templates let the answer go one hop, which does not reach a "
        "pod with a network of its own. What EKS does without a launch template is not decided.",
    .controls = "SOC 2 CC6.1; CIS AWS 5.6",
    .fix = "Set `http_tokens` to `required` and `http_put_response_hop_limit` to 1.",
    .decide = decide,
    .not_looked_at = {"aws_launch_configuration", "aws_spot_instance_request"},
};

}  // namespace opta::prove
