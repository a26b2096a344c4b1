#include <string>

#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

// Versions of Redis before 7 know none, and take no plain connections.
bool knows_no_mode(const Resource& cache) {
  const std::string& version = cache.values.at("engine_version").text();
  return version.size() > 1 && version[0] >= '3' && version[0] <= '6' && version[1] == '.';
}

Cases decide(const Evidence& evidence) {
  Cases cases;
  for (const Resource* cache : managed(evidence.world, "aws_elasticache_replication_group")) {
    const Truth on = is_true(cache->values.at("transit_encryption_enabled"));
    if (on != Truth::kYes) {
      cases.push_back(attribute(*cache, "transit_encryption_enabled", on));
      continue;
    }
    const Value& mode = cache->values.at("transit_encryption_mode");
    const bool has_none = mode.is_null() || (mode.is_unknown() && knows_no_mode(*cache));
    cases.push_back(attribute(*cache, "transit_encryption_mode",
                              has_none ? Truth::kYes : opposite(is_text(mode, "preferred"))));
  }
  add_single_caches(evidence.world, cases);
  return cases;
}

}  // namespace

extern const Promise kData03;
const Promise kData03 = {
    .id = "DATA-03",
    .sentence = "All caches demand TLS.",
    .why = "Whoever can read packets of the network would read passwords and sessions.",
    .how =
        "Replication groups: `transit_encryption_enabled` is true and the mode is not `preferred`, "
        "with which plain connections are taken, too.",
    .controls = "SOC 2 CC6.7",
    .fix = "Set `transit_encryption_enabled`, and the mode to `required`.",
    .decide = decide,
    .not_looked_at = {"aws_elasticache_serverless_cache", "aws_memorydb_cluster"},
};

}  // namespace opta::prove
