#include <set>
#include <string>

#include "prove/promises/promises.h"
#include "prove/referrers.h"

namespace opta::prove {

namespace {

constexpr std::size_t kZones = 2;

Cases decide(const Evidence& evidence) {
  const World& world = evidence.world;
  const Referrers subnets_of(world, managed(world, "aws_subnet"), "vpc_id", "aws_vpc");
  Cases cases;
  for (const Resource* network : managed(world, "aws_vpc")) {
    std::set<std::string> zones;
    bool is_known = true;
    const std::vector<Referrer>& subnets = subnets_of.of(*network);
    for (const auto& [subnet, is_only, is_complete] : subnets) {
      // Where routes lead in there are load balancers, not what they lead to.
      const Truth open = evidence.network.routes().way_into(*subnet).is_there;
      if (open == Truth::kUnknown) is_known = false;
      if (open != Truth::kNo) continue;
      const Value& zone = subnet->values.at("availability_zone");
      if (is_only && zone.is_text()) zones.insert(zone.text());
      if (!is_only || zone.is_unknown()) is_known = false;
    }
    if (subnets.empty()) continue;
    const Truth spans = truth(zones.size() >= kZones);
    cases.push_back({.about = network,
                     .holds = is_known ? spans : either(spans, Truth::kUnknown),
                     .witness = "it has no private subnets in two zones"});
  }
  return cases;
}

}  // namespace

extern const Promise kNet08;
const Promise kNet08 = {
    .id = "NET-08",
    .sentence = "Each VPC has private subnets in two availability zones or more.",
    .why = "A zone fails as a whole; what stands in one alone is gone for as long.",
    .how =
        "The subnets of each VPC of the plan that no route leads into from the internet have at "
        "least two different `availability_zone`s.",
    .controls = "SOC 2 A1.2",
    .fix = "Add a private subnet in another zone.",
    .decide = decide,
};

}  // namespace opta::prove
