#include "prove/promises/promises.h"
#include "prove/referrers.h"

namespace opta::prove {

namespace {

Case judge(const Referrers& logs_of, const Resource& network) {
  Case judged{.about = &network, .holds = Truth::kNo, .witness = "it has no aws_flow_log"};
  for (const auto& [log, is_only, is_complete] : logs_of.of(network)) {
    const Value& traffic = log->values.at("traffic_type");
    const Truth logs = both(either(is_text(traffic, "ALL"), is_text(traffic, "REJECT")),
                            is_only ? Truth::kYes : Truth::kUnknown);
    if (logs >= judged.holds) {
      judged.holds = logs;
      judged.witness = log->address + ".traffic_type";
    }
  }
  return judged;
}

Cases decide(const Evidence& evidence) {
  const World& world = evidence.world;
  const Referrers logs(world, managed(world, "aws_flow_log"), "vpc_id", "aws_vpc");
  return about_each(world, {"aws_vpc"},
                    [&](const Resource& network) { return judge(logs, network); });
}

}  // namespace

extern const Promise kNet07;
const Promise kNet07 = {
    .id = "NET-07",
    .sentence = "Each VPC has a flow log of rejected traffic.",
    .why =
        "Who tried which door, and from where, is told by nothing else; without it a break-in has "
        "no beginning.",
    .how =
        "For each VPC of the plan there is an `aws_flow_log` whose `traffic_type` is `ALL` or "
        "`REJECT`.",
    .controls = "SOC 2 CC7.2; CIS AWS 3.7",
    .fix = "Add an `aws_flow_log` for the VPC.",
    .decide = decide,
    .not_looked_at = {"aws_default_vpc"},
};

}  // namespace opta::prove
