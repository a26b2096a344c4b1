#include <algorithm>

#include "prove/identity/outsiders.h"
#include "prove/promises/policies.h"
#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

Cases decide(const Evidence& evidence) {
  const Outsiders outsiders(evidence.world);
  PolicyJudge policies([&](const Document& document, const Statement& statement) -> Finding {
    return {opposite(outsiders.are_let_in(document, statement, Place::kResource)),
            names_of_principals(statement) + " may use it: " + names_of(statement.actions)};
  });
  Cases cases;
  for (const ResourcePolicy& policy : evidence.identity.resource_policies()) {
    if (policy.by->type.starts_with("aws_s3_bucket")) continue;
    cases.push_back(policies.of(*policy.by, policy.attribute, *policy.documents, policy.is_there));
  }
  for (const Resource* url : managed(evidence.world, "aws_lambda_function_url"))
    cases.push_back(attribute(*url, "authorization_type",
                              is_text(url->values.at("authorization_type"), "AWS_IAM")));
  return cases;
}

}  // namespace

extern const Promise kIam09;
const Promise kIam09 = {
    .id = "IAM-09",
    .sentence =
        "No resource policy opens a queue, topic, key, repository, function, secret, table, file "
        "system or event bus to outsiders.",
    .why =
        "Messages from anybody are work for the service behind the queue, and a key that anybody "
        "may use protects nothing.",
    .how =
        "Each statement of such a policy that allows something is for identities of the account, "
        "or has a condition that holds the caller, or the source that a service of AWS acts for, "
        "to this account or to a network. A function's URL asks for IAM. A resource without a "
        "policy is open to its account alone.",
    .controls = "SOC 2 CC6.1, CC6.6",
    .fix = "Name who may use it, or compare `aws:SourceAccount` or `aws:SourceArn`.",
    .decide = decide,
    .not_looked_at = {"aws_cloudwatch_event_permission", "aws_kms_grant",
                      "aws_lambda_layer_version_permission", "aws_opensearch_domain_policy"},
};

}  // namespace opta::prove
