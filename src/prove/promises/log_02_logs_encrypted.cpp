#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

Cases decide(const Evidence& evidence) {
  return about_each(evidence.world, {"aws_cloudwatch_log_group"}, [&](const Resource& group) {
    return with_key(evidence.world, group, "kms_key_id");
  });
}

}  // namespace

extern const Promise kLog02;
const Promise kLog02 = {
    .id = "LOG-02",
    .sentence = "All log groups are encrypted with a customer-managed KMS key.",
    .why = "Logs hold addresses, names, and now and then a password that somebody printed.",
    .how =
        "Log groups of CloudWatch: `kms_key_id` is set. Groups that AWS makes by itself are not in "
        "the plan.",
    .controls = "SOC 2 CC6.1",
    .fix = "Set `kms_key_id`; the key's policy must let in CloudWatch Logs.",
    .decide = decide,
};

}  // namespace opta::prove
