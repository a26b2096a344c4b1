#include "prove/promises/promises.h"
#include "prove/promises/resource_policy.h"

namespace opta::prove {

namespace {

// Whether it refuses everybody, whatever is asked, where there is no TLS.
Truth refuses_plain(const PolicyStatement& statement) {
  Truth of_all = Truth::kNo;
  Truth of_objects = Truth::kNo;
  Truth of_bucket = Truth::kNo;
  for (const Value& resource : statement.resources) {
    of_all = either(of_all, is_text(resource, "*"));
    const Truth is_unknown = resource.is_unknown() ? Truth::kUnknown : Truth::kNo;
    const bool ends = resource.text().ends_with("/*");
    of_objects = either(of_objects, either(is_unknown, truth(ends)));
    of_bucket = either(of_bucket, either(is_unknown, truth(resource.is_text() && !ends)));
  }
  const Truth where = either(of_all, both(of_objects, of_bucket));
  // Each condition narrows the statement.
  if (statement.conditions.size() != 1) return Truth::kNo;
  const PolicyCondition& condition = statement.conditions.front();
  const Truth when =
      both(any_is({condition.test}, {"Bool", "BoolIfExists"}),
           both(any_is({condition.variable}, {"aws:SecureTransport"}),
                condition.values.size() == 1 ? any_is(condition.values, {"false"}) : Truth::kNo));
  return both(both(statement.denies, statement.is_of_everybody),
              both(any_is(statement.actions, {"s3:*", "*"}), both(where, when)));
}

Truth refuses_plain(const World& world, const Resource& policy) {
  const auto documents = policies_of(world, policy.values.at("policy"));
  if (documents.empty()) return Truth::kUnknown;
  Truth refuses = Truth::kYes;
  for (const GivenPolicy& document : documents) {
    Truth of_this = Truth::kNo;
    for (const PolicyStatement& statement : document.statements)
      of_this = either(of_this, refuses_plain(statement));
    if (of_this == Truth::kNo && !document.has_no_others) of_this = Truth::kUnknown;
    refuses = both(refuses, document.has_these ? of_this : both(of_this, Truth::kUnknown));
  }
  return refuses;
}

Cases decide(const Evidence& evidence) {
  const World& world = evidence.world;
  return about_buckets(
      world, "aws_s3_bucket_policy",
      [&world](const Resource& bucket, const std::vector<const Resource*>& policies,
               bool is_sure) -> Case {
        if (policies.empty()) {
          return {
              .about = &bucket, .holds = Truth::kNo, .witness = "it has no aws_s3_bucket_policy"};
        }
        Case judged{.about = &bucket,
                    .holds = is_sure ? Truth::kYes : Truth::kUnknown,
                    .witness = "its policy is not known yet"};
        for (const Resource* policy : policies) {
          judged = worst(judged, {.about = &bucket,
                                  .holds = refuses_plain(world, *policy),
                                  .witness = policy->address + ".policy"});
        }
        return judged;
      });
}

}  // namespace

extern const Promise kData08;
const Promise kData08 = {
    .id = "DATA-08",
    .sentence = "All buckets refuse requests without TLS.",
    .why =
        "S3 answers HTTP as well as HTTPS; one client with an `http://` address is enough for "
        "objects to cross networks in the clear.",
    .how =
        "The policy of each bucket has a statement that denies everybody `s3:*`, on the bucket and "
        "its objects, where `aws:SecureTransport` is false, and under no other condition. Before "
        "the policy is known, the `aws_iam_policy_document` that it comes from is read.",
    .controls = "SOC 2 CC6.7; CIS AWS 2.1.1",
    .fix = "Add that statement to the bucket's `aws_s3_bucket_policy`.",
    .decide = decide,
};

}  // namespace opta::prove
