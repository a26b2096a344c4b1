#include <string>

#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

constexpr const char* kSettings[] = {"block_public_acls", "block_public_policy",
                                     "ignore_public_acls", "restrict_public_buckets"};

// One without an account's number is of the account that the plan is for.
Truth is_of_account(const World& world, const Resource& block) {
  const Value& account = block.values.at("account_id");
  if (!account.is_text() || account.text().empty()) return Truth::kYes;
  return world.account().empty() ? Truth::kUnknown : truth(account.text() == world.account());
}

// S3 takes what is stricter, of the bucket's block and the account's.
Truth is_on_for_account(const World& world, const char* setting) {
  Truth on = Truth::kNo;
  for (const Resource* block : managed(world, "aws_s3_account_public_access_block"))
    on = either(on, both(is_of_account(world, *block), is_true(block->values.at(setting))));
  return on;
}

Case judge(const World& world, const Resource& bucket, const std::vector<const Resource*>& blocks,
           bool is_sure) {
  Case judged{.about = &bucket, .holds = Truth::kYes};
  for (const char* setting : kSettings) {
    const Truth by_account = is_on_for_account(world, setting);
    Case on{.about = &bucket,
            .holds = blocks.empty() ? Truth::kNo
                     : is_sure      ? Truth::kYes
                                    : Truth::kUnknown,
            .witness = blocks.empty() ? "it has no aws_s3_bucket_public_access_block"
                                      : "whose public access block that is, is not known yet"};
    for (const Resource* block : blocks) {
      on = worst(on, {.about = &bucket,
                      .holds = is_true(block->values.at(setting)),
                      .witness = block->address + "." + setting});
    }
    on.holds = either(on.holds, by_account);
    judged = worst(judged, on);
  }
  return judged;
}

Cases decide(const Evidence& evidence) {
  const World& world = evidence.world;
  return about_buckets(world, "aws_s3_bucket_public_access_block",
                       [&world](const Resource& bucket, const std::vector<const Resource*>& blocks,
                                bool is_sure) { return judge(world, bucket, blocks, is_sure); });
}

}  // namespace

extern const Promise kData06;
const Promise kData06 = {
    .id = "DATA-06",
    .sentence = "No bucket can be made public, by a policy or by an ACL.",
    .why = "One object with a public ACL is enough for a leak, and one policy for all of them.",
    .how =
        "Each of the four settings of a public access block is true, in the bucket's own block or "
        "in one of the whole account that the plan makes.",
    .controls = "SOC 2 CC6.1; CIS AWS 2.1.4",
    .fix = "Add an `aws_s3_bucket_public_access_block` with all four settings.",
    .decide = decide,
};

}  // namespace opta::prove
