#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

Cases decide(const Evidence& evidence) {
  Cases cases;
  for (const Resource* balancer : managed(evidence.world, "aws_lb")) {
    if (is_public(*balancer) == Truth::kNo) continue;
    constexpr const char* kEnabled = "access_logs.enabled";
    cases.push_back(attribute(*balancer, kEnabled, is_true(balancer->values.find(kEnabled))));
  }
  return cases;
}

}  // namespace

extern const Promise kLog05;
const Promise kLog05 = {
    .id = "LOG-05",
    .sentence = "Public load balancers write access logs.",
    .why = "They are the door; what came through it is the first question after a break-in.",
    .how =
        "Load balancers that are not `internal` have `access_logs` that are enabled. One for "
        "packets logs the connections of its TLS listeners alone.",
    .controls = "SOC 2 CC7.2",
    .fix = "Add `access_logs` with a bucket.",
    .decide = decide,
    .not_looked_at = {"aws_elb"},
};

}  // namespace opta::prove
