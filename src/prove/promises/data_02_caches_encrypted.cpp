#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

Cases decide(const Evidence& evidence) {
  Cases cases = encrypted_with_key(evidence.world, {"aws_elasticache_replication_group"},
                                   "at_rest_encryption_enabled");
  add_single_caches(evidence.world, cases);
  return cases;
}

}  // namespace

extern const Promise kData02;
const Promise kData02 = {
    .id = "DATA-02",
    .sentence = "All caches are encrypted at rest with a customer-managed KMS key.",
    .why = "Redis writes its content into snapshots, and caches hold sessions and tokens.",
    .how =
        "Replication groups: `at_rest_encryption_enabled` is true and `kms_key_id` is set, and "
        "not to AWS's own key (`alias/aws/…`).",
    .controls = "SOC 2 CC6.1",
    .fix = "Set both; a replication group that is there must be made anew.",
    .decide = decide,
    .not_looked_at = {"aws_elasticache_serverless_cache", "aws_memorydb_cluster"},
};

}  // namespace opta::prove
