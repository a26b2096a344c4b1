#include <string>

#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

constexpr const char* kSettings[] = {"block_public_acls", "block_public_policy",
                                     "ignore_public_acls", "restrict_public_buckets"};

Case judge(const Resource& bucket, const std::vector<const Resource*>& blocks, bool is_sure) {
  if (blocks.empty()) {
    return {.about = &bucket,
            .holds = Truth::kNo,
            .witness = "it has no aws_s3_bucket_public_access_block"};
  }
  Case judged{.about = &bucket, .holds = is_sure ? Truth::kYes : Truth::kUnknown};
  for (const Resource* block : blocks) {
    for (const char* name : kSettings) {
      const Truth on = is_true(block->values.at(name));
      if (on < judged.holds) judged = {&bucket, on, block->address + "." + name};
    }
  }
  return judged;
}

Cases decide(const Evidence& evidence) {
  const World& world = evidence.world;
  return about_buckets(world, "aws_s3_bucket_public_access_block", judge);
}

}  // namespace

extern const Promise kData06;
const Promise kData06 = {
    .id = "DATA-06",
    .sentence = "No bucket can be made public, by a policy or by an ACL.",
    .why = "One object with a public ACL is enough for a leak, and one policy for all of them.",
    .how =
        "Each bucket has a public access block of its own whose four settings are true. A block of "
        "the whole account is not looked at.",
    .controls = "SOC 2 CC6.1; CIS AWS 2.1.4",
    .fix = "Add an `aws_s3_bucket_public_access_block` with all four settings.",
    .decide = decide,
};

}  // namespace opta::prove
