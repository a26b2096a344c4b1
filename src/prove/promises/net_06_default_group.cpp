#include "prove/promises/promises.h"
#include "prove/referrers.h"

namespace opta::prove {

namespace {

constexpr const char* kGroup = "aws_default_security_group";

// Default groups, and the rules that are resources of their own and may be theirs.
struct Groups {
  explicit Groups(const World& world)
      : of_network(world, managed(world, kGroup), "vpc_id", "aws_vpc") {
    for (const char* type : {"aws_security_group_rule", "aws_vpc_security_group_ingress_rule",
                             "aws_vpc_security_group_egress_rule"})
      rules.add(world, world.of_type(type), "security_group_id", kGroup);
  }

  Referrers of_network;
  Referrers rules;
};

Case judge(const Groups& groups, const Resource& network) {
  const std::vector<Referrer>& own = groups.of_network.of(network);
  if (own.empty()) {
    return {.about = &network,
            .holds = Truth::kNo,
            .witness = "AWS's rules are in its default security group"};
  }
  const auto& [group, is_only, is_complete] = own.front();
  Case judged = attribute(*group, "ingress", is_only ? Truth::kYes : Truth::kUnknown);
  for (const char* direction : {"ingress", "egress"}) {
    judged =
        worst(judged, attribute(*group, direction, opposite(is_set(group->values.at(direction)))));
  }
  if (!groups.rules.of(*group).empty()) judged.holds = both(judged.holds, Truth::kUnknown);
  judged.about = &network;
  judged.attribute.clear();
  return judged;
}

Cases decide(const Evidence& evidence) {
  const Groups groups(evidence.world);
  return about_each(evidence.world, {"aws_vpc"},
                    [&](const Resource& network) { return judge(groups, network); });
}

}  // namespace

extern const Promise kNet06;
const Promise kNet06 = {
    .id = "NET-06",
    .sentence = "The default security group of each VPC has no rules.",
    .why =
        "What is started without a word about groups gets this one; with AWS's own rules, all such "
        "things reach each other and the internet.",
    .how =
        "For each VPC of the plan there is an `aws_default_security_group` without rules, in it or "
        "beside it.",
    .controls = "SOC 2 CC6.6; CIS AWS 5.4",
    .fix = "Add an `aws_default_security_group` with empty `ingress` and `egress`.",
    .decide = decide,
    .not_looked_at = {"aws_default_vpc"},
};

}  // namespace opta::prove
