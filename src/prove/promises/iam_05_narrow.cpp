#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "prove/identity/action_facts.h"
#include "prove/identity/wildcard.h"
#include "prove/promises/policies.h"
#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

// Keys whose conditions tell the resources apart that an action is for.
bool tells_apart(std::string_view key) {
  for (const std::string_view part :
       {"resourcetag/", "aws:requesttag/", "kms:encryptioncontext:"}) {
    if (key.contains(part)) return true;
  }
  for (const std::string_view whole :
       {"aws:sourcearn", "ec2:vpc", "ec2:subnet", "iam:passedtoservice", "iam:awsservicename",
        "lambda:functionarn", "lambda:sourcefunctionarn", "ecs:cluster"}) {
    if (key == whole) return true;
  }
  return false;
}

bool is_any(const Value& value) {
  return value.is_text() && !value.is_secret() &&
         value.text().find_first_not_of('*') == std::string_view::npos;
}

bool narrows(const Condition& condition) {
  if (!condition.key.is_text() || !tells_apart(lower_case(condition.key.text()))) return false;
  // That there is such a tag at all: `Null` is false.
  if (condition.test == "null")
    return condition.values.size() == 1 && is_text(condition.values[0], "false") == Truth::kYes;
  const bool is_demand = condition.test == "stringequals" || condition.test == "stringlike" ||
                         condition.test == "arnequals" || condition.test == "arnlike" ||
                         condition.test == "stringequalsignorecase";
  return is_demand && !condition.values.empty() && std::ranges::none_of(condition.values, is_any);
}

// Lambda connects a function to its subnets with the function's own rights, and takes them for all
// network interfaces only. The function's code is kept from them by a denial that names it.
bool is_denied_to_code(const Document& document, std::string_view action) {
  return std::ranges::any_of(document.statements, [&](const Statement& statement) {
    const bool is_of_code = std::ranges::any_of(statement.conditions, [](const Condition& one) {
      return one.key.is_text() && lower_case(one.key.text()) == "lambda:sourcefunctionarn";
    });
    return statement.allows == Truth::kNo && is_of_code && statement.conditions.size() == 1 &&
           action.starts_with("ec2:") && is_about_action(statement, action) == Truth::kYes;
  });
}

Finding judge(const Document& document, const Statement& statement) {
  if (statement.allows == Truth::kNo) return {};
  if (statement.is_but_actions) {
    return {opposite(statement.allows), "it allows all but " + names_of(statement.actions)};
  }
  const bool is_narrowed = std::ranges::any_of(statement.conditions, narrows);
  const Truth unbounded = is_narrowed ? Truth::kNo : is_unbounded(statement);
  Finding found;
  for (const Value& action : statement.actions) {
    if (!action.is_text() || action.is_secret()) {
      found = worse(std::move(found), {Truth::kUnknown, "an action is not known yet"});
      continue;
    }
    const std::string& name = action.text();
    if (has_no_resource(name)) continue;
    const std::size_t colon = name.find(':');
    const bool is_whole_service =
        colon == std::string::npos || name.find_first_not_of('*', colon + 1) == std::string::npos;
    const bool is_kept_from_code = is_denied_to_code(document, name);
    const Truth wide =
        is_whole_service ? Truth::kYes : (is_kept_from_code ? Truth::kNo : unbounded);
    found = worse(std::move(found), {opposite(both(statement.allows, wide)),
                                     fmt::format("{} on {}", name, names_of(statement.resources))});
  }
  return found;
}

Cases decide(const Evidence& evidence) {
  PolicyJudge policies(judge);
  Cases cases;
  for (const Grant& grant : evidence.identity.grants()) {
    if (grant.managed.empty())
      cases.push_back(policies.of(*grant.by, grant.attribute, *grant.documents, grant.is_there));
  }
  return cases;
}

}  // namespace

extern const Promise kIam05;
const Promise kIam05 = {
    .id = "IAM-05",
    .sentence = "No IAM policy has a wildcard that AWS would let be narrower.",
    .why = "What a right reaches beyond its need is what an attacker gets beyond the service.",
    .how =
        "Statements of policies for roles, users and groups name actions, no whole service. Those "
        "on all resources name actions for which AWS has no resource, or have a condition that "
        "tells resources apart: by tag, by the key's encryption context, by network, by service. "
        "The actions by which Lambda connects a function to its subnets may be on all resources "
        "where the function's code is denied them. AWS's own policies are not looked into.",
    .controls = "SOC 2 CC6.3",
    .fix = "Name the resource's ARN, or add a condition on a tag that the resources have.",
    .decide = decide,
};

}  // namespace opta::prove
