#include <algorithm>

#include <fmt/format.h>

#include "prove/identity/action_facts.h"
#include "prove/identity/arn.h"
#include "prove/identity/outsiders.h"
#include "prove/identity/wildcard.h"
#include "prove/promises/policies.h"
#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

// Whether the resource takes in secrets of the service that it does not name: what follows the kind
// of thing (`secret:`, `parameter/`) begins with a pattern.
Truth is_open(const Value& resource, std::string_view service) {
  if (comes_from_own(resource)) return Truth::kNo;
  if (!resource.is_text() || resource.is_secret()) return Truth::kUnknown;
  const auto arn = parse_arn(resource.text());
  if (!arn) return truth(has_wildcard(resource.text()));
  if (!matches_resource(arn->service, service)) return Truth::kNo;
  std::string_view name = arn->resource;
  name = name.substr(std::min(name.find_first_of(":/*?"), name.size()));
  while (name.starts_with(':') || name.starts_with('/')) name.remove_prefix(1);
  return truth(name.empty() || has_wildcard(name.substr(0, 1)));
}

Finding judge(const Document& document, const Statement& statement) {
  return forbid(document, statement, secret_reads(), [&](std::string_view action) {
    Truth open = truth(statement.is_but_resources || statement.resources.empty());
    for (const Value& resource : statement.resources)
      open = either(open, is_open(resource, action.substr(0, action.find(':'))));
    return open;
  });
}

Cases decide(const Evidence& evidence) {
  PolicyJudge policies(judge);
  return about_grants(
      evidence.identity, [](const Grant& grant) { return grant.may_be_of_role; },
      [&](const Grant&) -> PolicyJudge& { return policies; }, &ManagedPolicy::reads_all_secrets);
}

}  // namespace

extern const Promise kIam11;
const Promise kIam11 = {
    .id = "IAM-11",
    .sentence = "No role can read secrets that its policies do not name.",
    .why =
        "Secrets Manager and Parameter Store hold the passwords of all services of the account: a "
        "role that reads them by a pattern reads the others' too.",
    .how =
        "Statements of policies that a role may have, and that allow reading values of Secrets "
        "Manager or Parameter Store, name secrets and parameters, if only by the beginning of "
        "their names. Of AWS's own policies those are held that are known to read none.",
    .controls = "SOC 2 CC6.1, CC6.3",
    .fix = "Name the secret's ARN, or a path that only the service uses.",
    .decide = decide,
};

}  // namespace opta::prove
