#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

Case judge(const World& world, const Resource& table) {
  constexpr const char* kEncrypted = "server_side_encryption.enabled";
  return worst(attribute(table, kEncrypted, is_true(table.values.find(kEncrypted))),
               with_key(world, table, "server_side_encryption.kms_key_arn"));
}

Cases decide(const Evidence& evidence) {
  const World& world = evidence.world;
  return about_each(world, {"aws_dynamodb_table"},
                    [&world](const Resource& table) { return judge(world, table); });
}

}  // namespace

extern const Promise kData12;
const Promise kData12 = {
    .id = "DATA-12",
    .sentence = "All DynamoDB tables are encrypted with a customer-managed KMS key.",
    .why =
        "DynamoDB encrypts by itself, with a key of AWS's that everybody may use who may read the "
        "table; a key of yours is one more door, and its uses are logged.",
    .how =
        "Tables: `server_side_encryption` is enabled and its `kms_key_arn` is set. Replicas in "
        "other regions are not looked at.",
    .controls = "SOC 2 CC6.1",
    .fix = "Add `server_side_encryption` with the ARN of a key.",
    .decide = decide,
};

}  // namespace opta::prove
