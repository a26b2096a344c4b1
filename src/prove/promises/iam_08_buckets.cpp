#include <algorithm>

#include "prove/identity/outsiders.h"
#include "prove/promises/policies.h"
#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

constexpr std::string_view kReads[] = {"s3:GetObject", "s3:GetObjectVersion", "s3:ListBucket",
                                       "s3:ListBucketVersions"};

Cases decide(const Evidence& evidence) {
  const Outsiders outsiders(evidence.world);
  PolicyJudge policies([&](const Document& document, const Statement& statement) -> Finding {
    Truth reads = Truth::kNo;
    for (const std::string_view action : kReads)
      reads = either(reads, is_about_action(statement, action));
    const Truth open = outsiders.are_let_in(document, statement, Place::kResource);
    return {opposite(both(reads, open)), names_of_principals(statement) + " may read it"};
  });
  Cases cases;
  for (const ResourcePolicy& policy : evidence.identity.resource_policies()) {
    if (!policy.by->type.starts_with("aws_s3_bucket")) continue;
    cases.push_back(policies.of(*policy.by, policy.attribute, *policy.documents, policy.is_there));
  }
  return cases;
}

}  // namespace

extern const Promise kIam08;
const Promise kIam08 = {
    .id = "IAM-08",
    .sentence = "No bucket policy lets anybody outside the account read.",
    .why = "What one can read there, one can read from anywhere, and nobody sees it.",
    .how =
        "Statements of bucket policies that allow listing or reading name identities of the "
        "account or an origin access identity of CloudFront, or have a condition that holds the "
        "caller, or the source that a service acts for, to this account or to a network. ACLs are "
        "another promise's matter (DATA-06).",
    .controls = "SOC 2 CC6.1, CC6.6; CIS AWS 2.1.4",
    .fix =
        "Name the role that reads. For CloudFront compare `aws:SourceArn` with the distribution.",
    .decide = decide,
    .not_looked_at = {"aws_s3_access_point", "aws_s3control_access_point_policy"},
};

}  // namespace opta::prove
