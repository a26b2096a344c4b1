#include "prove/promises/policies.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "prove/identity/arn.h"
#include "prove/identity/outsiders.h"
#include "prove/identity/wildcard.h"
#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

bool is_all(std::string_view part) {
  return !part.empty() && part.find_first_not_of('*') == std::string_view::npos;
}

}  // namespace

Finding worse(Finding a, Finding b) {
  return b.holds < a.holds ? std::move(b) : std::move(a);
}

Finding PolicyJudge::judge(const Document& document) const {
  Finding found;
  if (!document.is_whole) found = {Truth::kUnknown, "it is not known as a whole yet"};
  std::size_t number = 0;
  for (const Statement& statement : document.statements) {
    ++number;
    Finding one = judge_(document, statement);
    if (one.holds >= found.holds) continue;
    const std::string name = statement.sid.empty() ? std::to_string(number) : statement.sid;
    found = {one.holds, fmt::format("statement {}: {}", name, one.what)};
  }
  return found;
}

const Finding& PolicyJudge::judge(const Documents& documents) {
  const auto [entry, is_new] = known_.try_emplace(&documents);
  if (!is_new) return entry->second;
  Finding found;
  bool is_broken_always = documents.is_complete;
  if (!documents.is_complete) found = {Truth::kUnknown, "it is not known yet"};
  for (const Document* document : documents.may_be) {
    Finding one = judge(*document);
    is_broken_always = is_broken_always && one.holds == Truth::kNo;
    found = worse(std::move(found), std::move(one));
  }
  if (!is_broken_always && found.holds == Truth::kNo) found.holds = Truth::kUnknown;
  entry->second = std::move(found);
  return entry->second;
}

Case PolicyJudge::of(const Resource& resource, const std::string& attribute,
                     const Documents& documents, Truth is_there) {
  const Finding& found = judge(documents);
  const bool may_go = is_there != Truth::kYes && found.holds == Truth::kNo;
  return {.about = &resource,
          .holds = may_go ? Truth::kUnknown : found.holds,
          .witness = found.what.empty()
                         ? std::string()
                         : fmt::format("{}.{}, {}", resource.address, attribute, found.what),
          .attribute = attribute};
}

Truth is_unbounded(const Value& resource) {
  if (comes_from_own(resource)) return Truth::kNo;
  if (!resource.is_text() || resource.is_secret()) return Truth::kUnknown;
  if (is_all(resource.text())) return Truth::kYes;
  const auto arn = parse_arn(resource.text());
  // Short of an ARN there is `arn:*` alone.
  if (!arn) return truth(has_wildcard(resource.text()));
  const bool is_everywhere = (arn->account.empty() || has_wildcard(arn->account)) &&
                             (arn->region.empty() || has_wildcard(arn->region));
  return truth(has_wildcard(arn->service) || is_all(arn->resource) ||
               (is_everywhere && arn->resource == "*/*"));
}

Truth is_unbounded(const Statement& statement) {
  if (statement.is_but_resources) return Truth::kYes;
  Truth unbounded = Truth::kNo;
  for (const Value& resource : statement.resources)
    unbounded = either(unbounded, is_unbounded(resource));
  return unbounded;
}

bool denies_always(const Document& document, std::string_view action) {
  return std::ranges::any_of(document.statements, [&](const Statement& statement) {
    const bool is_everywhere = std::ranges::any_of(
        statement.resources, [](const Value& value) { return is_text(value, "*") == Truth::kYes; });
    return statement.allows == Truth::kNo && statement.conditions.empty() &&
           !statement.is_but_resources && is_everywhere &&
           is_about_action(statement, action) == Truth::kYes;
  });
}

std::string names_of(const std::vector<Value>& values) {
  std::vector<std::string> names;
  names.reserve(values.size());
  for (const Value& value : values) {
    const bool is_known = value.is_text() && !value.is_secret();
    names.push_back(is_known ? value.text() : "what is not known yet");
  }
  return join(names, ", ");
}

std::string names_of_principals(const Statement& statement) {
  std::vector<Value> names;
  names.reserve(statement.principals.size());
  for (const Principal& principal : statement.principals) names.push_back(principal.name);
  return (statement.is_but_principals ? "everybody but " : "") + names_of(names);
}

Finding forbid(const Document& document, const Statement& statement,
               const std::vector<std::string_view>& actions,
               const std::function<Truth(std::string_view action)>& matters) {
  Finding found;
  for (const std::string_view action : actions) {
    Truth allowed = both(statement.allows, is_about_action(statement, action));
    if (allowed == Truth::kNo || denies_always(document, action)) continue;
    allowed = both(allowed, matters(action));
    found =
        worse(std::move(found),
              {opposite(allowed), fmt::format("{} on {}", action, names_of(statement.resources))});
  }
  return found;
}

Cases about_grants(const Identity& identity, const std::function<bool(const Grant&)>& is_asked_for,
                   const std::function<PolicyJudge&(const Grant&)>& judge_of,
                   Truth ManagedPolicy::* fault) {
  Cases cases;
  for (const Grant& grant : identity.grants()) {
    if (!is_asked_for(grant)) continue;
    if (grant.managed.empty()) {
      PolicyJudge& judge = judge_of(grant);
      cases.push_back(judge.of(*grant.by, grant.attribute, *grant.documents, grant.is_there));
      continue;
    }
    Case named =
        attribute(*grant.by, grant.attribute, opposite(managed_policy(grant.managed).*fault));
    named.witness += ", which is " + grant.managed;
    if (grant.is_there != Truth::kYes && named.holds == Truth::kNo) named.holds = Truth::kUnknown;
    cases.push_back(std::move(named));
  }
  return cases;
}

}  // namespace opta::prove
