#include <algorithm>

#include <fmt/format.h>

#include "prove/identity/action_facts.h"
#include "prove/identity/arn.h"
#include "prove/identity/outsiders.h"
#include "prove/promises/policies.h"
#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

// A user may make keys and a password for itself, and may take the roles that trust it.
bool is_own_matter(std::string_view action) {
  return action == "iam:CreateAccessKey" || action == "iam:CreateLoginProfile" ||
         action == "iam:UpdateLoginProfile";
}
bool is_taking(std::string_view action) {
  return action == "sts:AssumeRole";
}

// Whether the resource is the user who has the policy, and no other.
Truth is_self(const World& world, const Value& resource, const Resource* user) {
  if (resource.is_text() && !resource.is_secret()) {
    const auto arn = parse_arn(resource.text());
    if (!arn || !arn->resource.starts_with("user/")) return Truth::kNo;
    const std::string_view name = arn->resource.substr(arn->resource.rfind('/') + 1);
    if (name == "${aws:username}") return Truth::kYes;
    return user == nullptr ? Truth::kUnknown : is_text(user->values.at("name"), name);
  }
  const bool is_this = user != nullptr && comes_from_own(resource) &&
                       world.named_by(resource, "aws_iam_user").only() == user &&
                       resource.sources().size() == 1;
  return is_this ? Truth::kYes : Truth::kUnknown;
}

Finding judge_statement(const World& world, const Resource* user, const Document& document,
                        const Statement& statement) {
  Truth is_own = truth(!statement.is_but_resources && !statement.resources.empty());
  for (const Value& resource : statement.resources)
    is_own = both(is_own, is_self(world, resource, user));
  return forbid(document, statement, takeovers(), [is_own](std::string_view action) {
    if (is_taking(action)) return Truth::kNo;
    return is_own_matter(action) ? opposite(is_own) : Truth::kYes;
  });
}

Cases decide(const Evidence& evidence) {
  std::map<const Resource*, PolicyJudge> of_user;
  const auto judge_of = [&](const Grant& grant) -> PolicyJudge& {
    const auto judge = [&world = evidence.world, user = grant.user](const Document& document,
                                                                    const Statement& statement) {
      return judge_statement(world, user, document, statement);
    };
    return of_user.try_emplace(grant.user, judge).first->second;
  };
  return about_grants(
      evidence.identity, [](const Grant& grant) { return grant.may_be_of_user; }, judge_of,
      &ManagedPolicy::takes_over);
}

}  // namespace

extern const Promise kIam10;
const Promise kIam10 = {
    .id = "IAM-10",
    .sentence = "No user can give rights, pass roles, or make keys for anybody but itself.",
    .why = "A user's keys leave the account, and last. Whoever finds them must not get further.",
    .how =
        "No policy of a user or a group allows writing, attaching or switching policies, changing "
        "who may take a role, lifting a permissions boundary, or passing a role; making keys and "
        "passwords is allowed for the user's own ARN at most. That a user takes a role is the "
        "role's matter (IAM-06). Of AWS's own policies those are held that are known to be free "
        "of it.",
    .controls = "SOC 2 CC6.3",
    .fix = "Name the user's own ARN, or `user/${aws:username}`; leave the rest to a role.",
    .decide = decide,
};

}  // namespace opta::prove
