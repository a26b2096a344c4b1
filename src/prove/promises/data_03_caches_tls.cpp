#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

Cases decide(const Evidence& evidence) {
  Cases cases;
  for (const Resource* cache : managed(evidence.world, "aws_elasticache_replication_group")) {
    const Truth on = is_true(cache->values.at("transit_encryption_enabled"));
    if (on != Truth::kYes) {
      cases.push_back(attribute(*cache, "transit_encryption_enabled", on));
      continue;
    }
    // Versions of Redis before 7 know no mode, and take no plain connections.
    const Value& mode = cache->values.at("transit_encryption_mode");
    cases.push_back(attribute(*cache, "transit_encryption_mode",
                              mode.is_null() ? Truth::kYes : opposite(is_text(mode, "preferred"))));
  }
  return cases;
}

}  // namespace

extern const Promise kData03;
const Promise kData03 = {
    .id = "DATA-03",
    .sentence = "All connections to caches use TLS.",
    .why = "Whoever can read packets of the network would read passwords and sessions.",
    .how =
        "Replication groups: `transit_encryption_enabled` is true and the mode is not `preferred`, "
        "with which plain connections are taken, too.",
    .controls = "SOC 2 CC6.7",
    .fix = "Set `transit_encryption_enabled`, and the mode to `required`.",
    .decide = decide,
};

}  // namespace opta::prove
