#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

Cases decide(const Evidence& evidence) {
  const World& world = evidence.world;
  return about_each(world, {"aws_sns_topic", "aws_sqs_queue"}, [&world](const Resource& one) {
    return with_key(world, one, "kms_master_key_id");
  });
}

}  // namespace

extern const Promise kData11;
const Promise kData11 = {
    .id = "DATA-11",
    .sentence = "All SQS queues and SNS topics are encrypted with a customer-managed KMS key.",
    .why =
        "A message waits for days in a queue, and in a dead-letter queue for weeks; whoever may "
        "read it needs the key as well.",
    .how = "SQS queues and SNS topics: `kms_master_key_id` is set.",
    .controls = "SOC 2 CC6.1",
    .fix = "Set `kms_master_key_id`; the key's policy must let in the services that write.",
    .decide = decide,
};

}  // namespace opta::prove
