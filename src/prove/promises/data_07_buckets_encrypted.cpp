#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

Truth encrypts(const Resource& configuration) {
  Truth all = Truth::kNo;
  for (const Value* rule : configuration.values.at("rule").blocks()) {
    const Value& algorithm = rule->find("apply_server_side_encryption_by_default.sse_algorithm");
    Truth known = Truth::kNo;
    for (const char* name : {"AES256", "aws:kms", "aws:kms:dsse"})
      known = either(known, is_text(algorithm, name));
    all = either(all, known);
  }
  return all;
}

Case judge(const Resource& bucket, const std::vector<const Resource*>& configurations,
           bool is_sure) {
  if (configurations.empty()) {
    return {.about = &bucket,
            .holds = Truth::kNo,
            .witness = "it has no aws_s3_bucket_server_side_encryption_configuration"};
  }
  Case judged{.about = &bucket, .holds = is_sure ? Truth::kYes : Truth::kUnknown};
  for (const Resource* configuration : configurations) {
    judged.holds = both(judged.holds, encrypts(*configuration));
    judged.witness = configuration->address + ".rule";
  }
  return judged;
}

Cases decide(const Evidence& evidence) {
  return about_buckets(evidence.world, "aws_s3_bucket_server_side_encryption_configuration", judge);
}

}  // namespace

extern const Promise kData07;
const Promise kData07 = {
    .id = "DATA-07",
    .sentence = "All buckets configure their encryption at rest.",
    .why =
        "S3 encrypts by itself since 2023, with a key of its own; what stands in the plan is what "
        "an auditor can see, and what a change would take away.",
    .how =
        "Each bucket has a configuration of encryption whose algorithm is AES256, aws:kms or "
        "aws:kms:dsse.",
    .controls = "SOC 2 CC6.1; CIS AWS 2.1.1",
    .fix = "Add an `aws_s3_bucket_server_side_encryption_configuration`.",
    .decide = decide,
};

}  // namespace opta::prove
