#include "prove/verdict.h"

namespace opta::prove {

std::vector<Verdict> decide_all(const World& world, const Cluster& cluster) {
  const Network network(world);
  const Identity identity(world);
  std::vector<Verdict> verdicts;
  for (const Promise* promise : all_promises()) {
    Verdict verdict{.promise = promise,
                    .cases = promise->decide({world, network, cluster, identity})};
    for (const Case& one : verdict.cases) verdict.holds = both(verdict.holds, one.holds);
    verdicts.push_back(std::move(verdict));
  }
  return verdicts;
}

}  // namespace opta::prove
