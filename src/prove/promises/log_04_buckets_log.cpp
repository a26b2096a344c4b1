#include "prove/promises/promises.h"
#include "prove/promises/resource_policy.h"
#include "prove/referrers.h"

namespace opta::prove {

namespace {

// Whether the policy lets S3 write logs.
Truth takes_logs(const World& world, const Resource& policy) {
  const auto documents = policies_of(world, policy.values.at("policy"));
  Truth takes = documents.empty() ? Truth::kUnknown : Truth::kNo;
  for (const GivenPolicy& document : documents) {
    for (const PolicyStatement& statement : document.statements)
      takes = either(takes, both(opposite(statement.denies),
                                 any_is(statement.principals, {"logging.s3.amazonaws.com"})));
  }
  return documents.size() > 1 ? both(takes, Truth::kUnknown) : takes;
}

// What makes a bucket one of logs. Its own logs would make logs without end.
class LogBuckets {
 public:
  explicit LogBuckets(const World& world)
      : world_(world), policies_(world, managed(world, "aws_s3_bucket_policy"), "bucket", kBucket) {
    writers_.add(world, managed(world, "aws_s3_bucket_logging"), "target_bucket", kBucket);
    writers_.add(world, managed(world, "aws_lb"), "access_logs.bucket", kBucket);
  }

  Truth holds_logs(const Resource& bucket) const {
    Truth holds = Truth::kNo;
    for (const Referrer& writer : writers_.of(bucket)) holds = either(holds, is_its(writer));
    for (const Referrer& policy : policies_.of(bucket))
      holds = either(holds, both(is_its(policy), takes_logs(world_, *policy.by)));
    return holds;
  }

 private:
  static constexpr const char* kBucket = "aws_s3_bucket";

  static Truth is_its(const Referrer& one) { return one.is_only ? Truth::kYes : Truth::kUnknown; }

  const World& world_;
  Referrers writers_;
  Referrers policies_;
};

Cases decide(const Evidence& evidence) {
  const LogBuckets logs(evidence.world);
  return about_buckets(evidence.world, "aws_s3_bucket_logging",
                       [&logs](const Resource& bucket, const std::vector<const Resource*>& settings,
                               bool is_sure) -> Case {
                         Case judged{.about = &bucket,
                                     .holds = Truth::kNo,
                                     .witness = "it has no aws_s3_bucket_logging"};
                         for (const Resource* setting : settings) {
                           judged.holds = both(is_set(setting->values.at("target_bucket")),
                                               is_sure ? Truth::kYes : Truth::kUnknown);
                           judged.witness = setting->address + ".target_bucket";
                         }
                         judged.holds = either(judged.holds, logs.holds_logs(bucket));
                         return judged;
                       });
}

}  // namespace

extern const Promise kLog04;
const Promise kLog04 = {
    .id = "LOG-04",
    .sentence = "Access to buckets is logged.",
    .why = "Which objects were read with a stolen key, only the access log tells.",
    .how =
        "Each bucket has an `aws_s3_bucket_logging` with a target. One that holds logs itself has "
        "none: other buckets or load balancers of the plan log into it, or its policy lets S3 "
        "write logs.",
    .controls = "SOC 2 CC7.2",
    .fix = "Add an `aws_s3_bucket_logging`.",
    .decide = decide,
};

}  // namespace opta::prove
