#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "prove/identity/action_facts.h"
#include "prove/identity/arn.h"
#include "prove/identity/wildcard.h"
#include "prove/promises/policies.h"
#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

Truth is_everything(const Value& action) {
  if (!action.is_text() || action.is_secret()) return Truth::kUnknown;
  return truth(covers_action(action.text(), "iam:*"));
}

// Who may do everything with all roles or all users gives himself the rest.
Truth is_all_of_iam(const Value& resource) {
  const auto arn = resource.is_text() ? parse_arn(resource.text()) : std::nullopt;
  return truth(arn && arn->service == "iam" && arn->resource.ends_with("/*") &&
               arn->resource.find('/') == arn->resource.size() - 2);
}

Truth is_unbounded_in_iam(const Statement& statement) {
  Truth unbounded = is_unbounded(statement);
  for (const Value& resource : statement.resources)
    unbounded = either(unbounded, is_all_of_iam(resource));
  return unbounded;
}

Finding judge(const Document&, const Statement& statement) {
  Truth all = truth(statement.is_but_actions);
  if (!statement.is_but_actions) {
    for (const Value& action : statement.actions) all = either(all, is_everything(action));
  }
  const Truth breaks = both(statement.allows, both(all, is_unbounded_in_iam(statement)));
  return {opposite(breaks),
          fmt::format("{} {} on {}{}", statement.is_but_actions ? "all but" : "it allows",
                      names_of(statement.actions), statement.is_but_resources ? "all but " : "",
                      names_of(statement.resources))};
}

Cases decide(const Evidence& evidence) {
  PolicyJudge policies(judge);
  return about_grants(
      evidence.identity, [](const Grant&) { return true; },
      [&](const Grant&) -> PolicyJudge& { return policies; }, &ManagedPolicy::allows_everything);
}

}  // namespace

extern const Promise kIam04;
const Promise kIam04 = {
    .id = "IAM-04",
    .sentence = "No policy allows everything, or everything of IAM.",
    .why = "Who has such a policy owns the account, and so does whoever gets hold of his session.",
    .how =
        "No policy of a role, a user or a group allows `*`, `iam:*` or all but some actions on all "
        "resources, or on all roles, users, groups or policies, whatever its conditions; and none "
        "of them has AdministratorAccess, "
        "PowerUserAccess or IAMFullAccess.",
    .controls = "SOC 2 CC6.3; CIS AWS 1.16",
    .fix = "Name the actions that are needed, and the resources.",
    .decide = decide,
    .not_looked_at = {"aws_ssoadmin_managed_policy_attachment",
                      "aws_ssoadmin_permission_set_inline_policy"},
};

}  // namespace opta::prove
