#include <algorithm>

#include <fmt/format.h>

#include "prove/identity/action_facts.h"
#include "prove/identity/arn.h"
#include "prove/identity/outsiders.h"
#include "prove/promises/policies.h"
#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

Finding judge_rights(const Document& document, const Statement& statement) {
  return forbid(document, statement, takeovers(), [](std::string_view) { return Truth::kYes; });
}

// Whether the principal is a role of the plan.
Truth is_own_role(const World& world, const Principal& principal) {
  constexpr std::string_view kRole = "role/";
  const Value& name = principal.name;
  if (principal.type.empty()) return Truth::kUnknown;
  if (principal.type != "AWS") return Truth::kNo;
  if (!name.is_text() || name.is_secret()) {
    const Named roles = world.named_by(name, "aws_iam_role");
    if (!roles.is_complete || !comes_from_own(name)) return Truth::kUnknown;
    return truth(!roles.may_be.empty());
  }
  const auto arn = parse_arn(name.text());
  if (!arn || !arn->resource.starts_with(kRole)) return Truth::kNo;
  // Only the last part is the name; before it stands a path.
  const std::string_view last = arn->resource.substr(arn->resource.rfind('/') + 1);
  const Named roles = world.named_by(Value::of(std::string(last)), "aws_iam_role");
  return truth(
      std::ranges::any_of(roles.may_be, [](const Resource* role) { return !role->is_data; }));
}

// Whether a role of the plan is among those whom the statement names.
Truth has_own_role(const World& world, const Statement& statement) {
  const bool is_for_all =
      statement.is_but_principals ||
      std::ranges::any_of(statement.principals, [](const Principal& principal) {
        return principal.type == "*" || is_text(principal.name, "*") == Truth::kYes;
      });
  // Whom the conditions leave of everybody is not computed here.
  if (is_for_all) return statement.conditions.empty() ? Truth::kYes : Truth::kUnknown;
  Truth found = Truth::kNo;
  for (const Principal& principal : statement.principals)
    found = either(found, is_own_role(world, principal));
  return found;
}

Cases decide(const Evidence& evidence) {
  PolicyJudge rights(judge_rights);
  PolicyJudge trusts([&](const Document&, const Statement& statement) -> Finding {
    return {opposite(both(statement.allows, has_own_role(evidence.world, statement))),
            names_of_principals(statement) + " may become it"};
  });
  Cases cases = about_grants(
      evidence.identity, [](const Grant& grant) { return grant.may_be_of_role; },
      [&](const Grant&) -> PolicyJudge& { return rights; }, &ManagedPolicy::takes_over);
  for (const Resource* role : managed(evidence.world, "aws_iam_role"))
    cases.push_back(trusts.of(*role, "assume_role_policy", *evidence.identity.trust(*role)));
  return cases;
}

}  // namespace

extern const Promise kIam07;
const Promise kIam07 = {
    .id = "IAM-07",
    .sentence = "No role can become another one, or give itself more rights.",
    .why =
        "A service that is broken into is then all that its role can turn into, and no list of its "
        "own rights says so.",
    .how =
        "No policy that a role may have allows taking or passing a role, writing, attaching or "
        "switching policies, changing who may take a role, lifting a permissions boundary, or "
        "making keys and passwords, on any resource; no trust policy names a role of the plan, or "
        "everybody. Of AWS's own policies those are held that are known to be free of it.",
    .controls = "SOC 2 CC6.3",
    .fix = "Give the role what it needs itself, and leave changes of IAM to whoever applies.",
    .decide = decide,
};

}  // namespace opta::prove
