#include <fmt/format.h>

#include "prove/identity/outsiders.h"
#include "prove/promises/policies.h"
#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

Cases decide(const Evidence& evidence) {
  const Outsiders outsiders(evidence.world);
  PolicyJudge policies([&](const Document& document, const Statement& statement) -> Finding {
    return {opposite(outsiders.are_let_in(document, statement, Place::kRole)),
            names_of_principals(statement) + " may take it"};
  });
  Cases cases;
  for (const Resource* role : managed(evidence.world, "aws_iam_role"))
    cases.push_back(policies.of(*role, "assume_role_policy", *evidence.identity.trust(*role)));
  return cases;
}

}  // namespace

extern const Promise kIam06;
const Promise kIam06 = {
    .id = "IAM-06",
    .sentence = "Nobody outside the account can assume a role.",
    .why =
        "Whoever may take a role acts in the account, and the account's own users, keys and rules "
        "have no say in it.",
    .how =
        "Trust policies name identities of the account that the provider is held to, services of "
        "AWS, the cluster's OpenID provider or a SAML provider. Everybody, or all but some, only "
        "with a condition that holds them to this account; an OpenID issuer that serves others too "
        "only with a condition on `sub` that names more than what all subjects begin with. An "
        "external id does not make somebody an insider.",
    .controls = "SOC 2 CC6.1, CC6.6",
    .fix = "Name the role or the user who may take it; of an OpenID issuer compare `sub`.",
    .decide = decide,
};

}  // namespace opta::prove
