#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

constexpr const char* kGroup = "aws_default_security_group";

// Whether a rule that is a resource of its own may be the group's.
bool may_have_rules(const World& world, const Resource& group) {
  for (const char* type : {"aws_security_group_rule", "aws_vpc_security_group_ingress_rule",
                           "aws_vpc_security_group_egress_rule"}) {
    for (const Resource* rule : world.of_type(type)) {
      const Value& id = rule->values.at("security_group_id");
      if (world.named_by(id, kGroup).may_include(group)) return true;
    }
  }
  return false;
}

Case judge(const World& world, const Resource& network) {
  Case judged{.about = &network,
              .holds = Truth::kNo,
              .witness = "AWS's rules are in its default security group"};
  for (const Resource* group : managed(world, kGroup)) {
    const Named networks = world.named_by(group->values.at("vpc_id"), "aws_vpc");
    if (!networks.may_include(network)) continue;
    judged =
        attribute(*group, "ingress", networks.only() == &network ? Truth::kYes : Truth::kUnknown);
    for (const char* direction : {"ingress", "egress"}) {
      judged = worst(judged,
                     attribute(*group, direction, opposite(is_set(group->values.at(direction)))));
    }
    if (may_have_rules(world, *group)) judged.holds = both(judged.holds, Truth::kUnknown);
    judged.about = &network;
    judged.attribute.clear();
    return judged;
  }
  return judged;
}

Cases decide(const Evidence& evidence) {
  return about_each(evidence.world, {"aws_vpc"},
                    [&](const Resource& network) { return judge(evidence.world, network); });
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
