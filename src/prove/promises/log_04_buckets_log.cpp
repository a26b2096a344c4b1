#include "prove/promises/promises.h"
#include "prove/promises/resource_policy.h"

namespace opta::prove {

namespace {

// Whether the resource names the bucket there.
Truth names(const World& world, const Resource& resource, const char* path,
            const Resource& bucket) {
  const Value& target = resource.values.find(path);
  if (is_set(target) == Truth::kNo) return Truth::kNo;
  const Named buckets = world.named_by(target, "aws_s3_bucket");
  if (buckets.only() == &bucket) return Truth::kYes;
  return buckets.may_include(bucket) ? Truth::kUnknown : Truth::kNo;
}

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

// Logs of a bucket of logs would make logs without end.
Truth holds_logs(const World& world, const Resource& bucket) {
  Truth holds = Truth::kNo;
  for (const Resource* setting : managed(world, "aws_s3_bucket_logging"))
    holds = either(holds, names(world, *setting, "target_bucket", bucket));
  for (const Resource* balancer : managed(world, "aws_lb"))
    holds = either(holds, names(world, *balancer, "access_logs.bucket", bucket));
  for (const Resource* policy : managed(world, "aws_s3_bucket_policy")) {
    const Truth is_its = names(world, *policy, "bucket", bucket);
    if (is_its != Truth::kNo) holds = either(holds, both(is_its, takes_logs(world, *policy)));
  }
  return holds;
}

Cases decide(const Evidence& evidence) {
  const World& world = evidence.world;
  return about_buckets(
      world, "aws_s3_bucket_logging",
      [&world](const Resource& bucket, const std::vector<const Resource*>& settings,
               bool is_sure) -> Case {
        Case judged{
            .about = &bucket, .holds = Truth::kNo, .witness = "it has no aws_s3_bucket_logging"};
        for (const Resource* setting : settings) {
          judged.holds = both(is_set(setting->values.at("target_bucket")),
                              is_sure ? Truth::kYes : Truth::kUnknown);
          judged.witness = setting->address + ".target_bucket";
        }
        judged.holds = either(judged.holds, holds_logs(world, bucket));
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
