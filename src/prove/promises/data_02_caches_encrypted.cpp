#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

Cases decide(const Evidence& evidence) {
  Cases cases;
  for (const char* type : {"aws_elasticache_replication_group"}) {
    for (const Resource* resource : managed(evidence.world, type)) {
      Case encrypted = attribute(*resource, "at_rest_encryption_enabled",
                                 is_true(resource->values.at("at_rest_encryption_enabled")));
      // Without a key named, AWS's own key does it, which nobody can take away from anybody.
      const Case with_key =
          attribute(*resource, "kms_key_id", names_key(resource->values.at("kms_key_id")));
      cases.push_back(encrypted.holds == Truth::kYes ? with_key : std::move(encrypted));
    }
  }
  return cases;
}

}  // namespace

extern const Promise kData02;
const Promise kData02 = {
    .id = "DATA-02",
    .sentence = "All caches are encrypted at rest with a KMS key of the environment.",
    .why = "Redis writes its content into snapshots, and caches hold sessions and tokens.",
    .how = "Replication groups: `at_rest_encryption_enabled` is true and `kms_key_id` is set.",
    .controls = "SOC 2 CC6.1",
    .fix = "Set both; a replication group that is there must be made anew.",
    .decide = decide,
};

}  // namespace opta::prove
