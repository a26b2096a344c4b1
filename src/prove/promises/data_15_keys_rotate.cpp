#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

constexpr double kDays = 7;

Truth is_empty_or(const Value& value, std::string_view text) {
  return either(value.is_unset() ? Truth::kYes : opposite(is_set(value)), is_text(value, text));
}

Case judge(const Resource& key) {
  const Value& window = key.values.at("deletion_window_in_days");
  // Without one AWS takes thirty.
  const Truth waits =
      window.is_null() || window.is_unset() ? Truth::kYes : is_at_least(window, kDays);
  return worst(attribute(key, "enable_key_rotation", is_true(key.values.at("enable_key_rotation"))),
               attribute(key, "deletion_window_in_days", waits));
}

Cases decide(const Evidence& evidence) {
  Cases cases;
  for (const Resource* key : managed(evidence.world, "aws_kms_key")) {
    // KMS rotates no other keys.
    const Truth can =
        both(is_empty_or(key->values.at("customer_master_key_spec"), "SYMMETRIC_DEFAULT"),
             is_empty_or(key->values.at("key_usage"), "ENCRYPT_DECRYPT"));
    if (can != Truth::kNo) cases.push_back(judge(*key));
  }
  return cases;
}

}  // namespace

extern const Promise kData15;
const Promise kData15 = {
    .id = "DATA-15",
    .sentence = "KMS keys rotate, and wait at least seven days before they are deleted.",
    .why =
        "Without its key all data is gone for good, so a deletion must be something that can be "
        "taken back; and a key that stands for years has encrypted too much.",
    .how =
        "Symmetric keys: `enable_key_rotation` is true, and `deletion_window_in_days` is 7 or more "
        "or left to AWS, which takes 30. KMS does not rotate asymmetric keys.",
    .controls = "SOC 2 CC6.1; CIS AWS 3.6",
    .fix = "Set `enable_key_rotation`.",
    .decide = decide,
};

}  // namespace opta::prove
