#include <algorithm>

#include "prove/promises/promises.h"
#include "prove/referrers.h"

namespace opta::prove {

namespace {

// Policies of AWS's that take TLS 1.2 and 1.3 alone.
constexpr std::string_view kPolicies[] = {
    "ELBSecurityPolicy-TLS13-1-2-", "ELBSecurityPolicy-TLS13-1-3-", "ELBSecurityPolicy-TLS-1-2-",
    "ELBSecurityPolicy-FS-1-2-"};

Truth is_modern(const Value& policy) {
  // Without a name AWS takes one that is from 2016.
  if (policy.is_unset()) return Truth::kNo;
  if (policy.is_unknown()) return Truth::kUnknown;
  return truth(std::ranges::any_of(
      kPolicies, [&](std::string_view prefix) { return policy.text().starts_with(prefix); }));
}

// Whether plain requests are only told where to go instead.
Truth redirects(const Resource& of, std::string_view attribute) {
  Truth all = Truth::kYes;
  const std::vector<const Value*> actions = of.values.at(attribute).blocks();
  for (const Value* action : actions) {
    all = both(all, both(is_text(action->at("type"), "redirect"),
                         is_text(action->find("redirect.protocol"), "HTTPS")));
  }
  return actions.empty() ? Truth::kUnknown : all;
}

// Whether strangers come to the load balancer that it is of.
Truth is_of_public(const World& world, const Resource& listener) {
  const Named balancers = world.named_by(listener.values.at("load_balancer_arn"), "aws_lb");
  if (!balancers.is_complete || balancers.may_be.empty()) return Truth::kUnknown;
  Truth found = Truth::kNo;
  for (const Resource* balancer : balancers.may_be) found = either(found, is_public(*balancer));
  return found;
}

Case plain(const World& world, const Referrers& rules, const Resource& listener) {
  constexpr const char* kDefault = "default_action";
  const Truth is_public = is_of_public(world, listener);
  Case judged = attribute(listener, kDefault,
                          opposite(both(is_public, opposite(redirects(listener, kDefault)))));
  for (const Referrer& rule : rules.of(listener)) {
    Truth serves = both(is_public, opposite(redirects(*rule.by, "action")));
    if (!rule.is_only) serves = both(serves, Truth::kUnknown);
    judged = worst(
        judged,
        {.about = &listener, .holds = opposite(serves), .witness = rule.by->address + ".action"});
  }
  return judged;
}

Cases decide(const Evidence& evidence) {
  Cases cases;
  const World& world = evidence.world;
  const Referrers rules(world, world.of_type("aws_lb_listener_rule"), "listener_arn",
                        "aws_lb_listener");
  for (const Resource* listener : managed(world, "aws_lb_listener")) {
    const Value& protocol = listener->values.at("protocol");
    if (protocol.is_unknown()) {
      cases.push_back(attribute(*listener, "protocol", Truth::kUnknown));
    } else if (protocol.text() == "HTTPS" || protocol.text() == "TLS") {
      constexpr const char* kPolicy = "ssl_policy";
      cases.push_back(attribute(*listener, kPolicy, is_modern(listener->values.at(kPolicy))));
    } else if (protocol.text() == "HTTP") {
      cases.push_back(plain(world, rules, *listener));
    }
  }
  return cases;
}

}  // namespace

extern const Promise kNet09;
const Promise kNet09 = {
    .id = "NET-09",
    .sentence = "Load balancers speak TLS 1.2 or newer, and plain HTTP in public only to redirect.",
    .why = "A password that is sent over HTTP once, or under TLS 1.0, can be read on its way.",
    .how =
        "Listeners of HTTPS and TLS have a policy of AWS's that takes nothing older than TLS 1.2; "
        "those of HTTP on a load balancer that is not `internal` redirect to HTTPS, as do the "
        "rules of such a listener. Listeners of TCP pass on what they get: there it is the "
        "matter of what stands behind.",
    .controls = "SOC 2 CC6.7",
    .fix = "Set `ssl_policy` to one of ELBSecurityPolicy-TLS13-1-2, and redirect HTTP.",
    .decide = decide,
    .not_looked_at = {"aws_elb"},
};

}  // namespace opta::prove
