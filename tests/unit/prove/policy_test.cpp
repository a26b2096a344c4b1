// Policies against an evaluator that tries every action on every resource, and the graph by
// examples.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>

// After gtest: it adds to it. Not on every machine; without it these tests are left out.
#ifdef OPTA_RAPIDCHECK
#include <rapidcheck/gtest.h>
#endif

#include <nlohmann/json.hpp>

#include "prove/identity/action_facts.h"
#include "prove/identity/arn.h"
#include "prove/identity/policy.h"
#include "prove/identity/wildcard.h"

namespace opta::prove {
namespace {

using nlohmann::json;

// --- wildcards ---

// All texts over the letters, up to the length.
std::vector<std::string> words(const std::string& letters, std::size_t length_max) {
  std::vector<std::string> all = {""};
  for (std::size_t from = 0, length = 0; length < length_max; ++length) {
    const std::size_t to = all.size();
    for (; from < to; ++from) {
      for (const char letter : letters) all.push_back(all[from] + letter);
    }
  }
  return all;
}

// Each is compiled once: that takes longer than all that is matched with it.
const std::regex& regex_of(const std::string& pattern, bool any_case) {
  static std::map<std::pair<std::string, bool>, std::regex> known;
  const auto found = known.find({pattern, any_case});
  if (found != known.end()) return found->second;
  std::string expression;
  for (const char letter : pattern) {
    if (letter == '*') {
      expression += ".*";
    } else if (letter == '?') {
      expression += '.';
    } else {
      expression += std::string("[") + letter + "]";
    }
  }
  const auto flags = any_case ? std::regex::ECMAScript | std::regex::icase : std::regex::ECMAScript;
  return known.emplace(std::pair(pattern, any_case), std::regex(expression, flags)).first->second;
}

bool matches_by_regex(const std::string& pattern, const std::string& text, bool any_case) {
  return std::regex_match(text, regex_of(pattern, any_case));
}

TEST(Wildcard, MatchesWhatItsRegularExpressionMatches) {
  const std::vector<std::string> texts = words("aB", 4);
  for (const std::string& pattern : words("ab*?", 3)) {
    for (const std::string& text : texts) {
      EXPECT_EQ(matches_action(pattern, text), matches_by_regex(pattern, text, true))
          << pattern << " " << text;
      EXPECT_EQ(matches_resource(pattern, text), matches_by_regex(pattern, text, false))
          << pattern << " " << text;
    }
  }
}

TEST(Wildcard, WhatCoversFitsAllThatTheOtherFits) {
  const std::vector<std::string> texts = words("ab", 4);
  const std::vector<std::string> patterns = words("ab*?", 3);
  for (const std::string& wide : patterns) {
    for (const std::string& narrow : patterns) {
      if (!covers_action(wide, narrow)) continue;
      for (const std::string& text : texts) {
        EXPECT_TRUE(!matches_action(narrow, text) || matches_action(wide, text))
            << wide << " " << narrow << " " << text;
      }
    }
  }
  EXPECT_TRUE(covers_action("iam:*", "iam:Pass*"));
  EXPECT_FALSE(covers_action("iam:Pass*", "iam:*"));
  EXPECT_FALSE(covers_action("iam:?", "iam:*"));
}

TEST(Wildcard, AVariableMayBeAnything) {
  const Value pattern = Value::of(std::string("arn:aws:iam::1:user/${aws:username}"));
  EXPECT_EQ(fits_resource(pattern, "arn:aws:iam::1:user/ann"), Truth::kUnknown);
  EXPECT_EQ(fits_resource(pattern, "arn:aws:iam::1:role/ann"), Truth::kNo);
}

TEST(Arn, IsTakenApart) {
  const auto arn = parse_arn("arn:aws:logs:eu-west-1:123456789012:log-group:a:*");
  ASSERT_TRUE(arn);
  EXPECT_EQ(arn->service, "logs");
  EXPECT_EQ(arn->account, "123456789012");
  EXPECT_EQ(arn->resource, "log-group:a:*");
  EXPECT_FALSE(parse_arn("arn:aws:s3"));
  EXPECT_FALSE(parse_arn("*"));
}

// --- documents ---

TEST(Policy, IsReadInAllItsForms) {
  const Document document =
      parse_policy(R"({"Statement": {"Effect": "Allow", "action": "s3:GetObject",
      "Resource": ["a", "b"], "Principal": {"AWS": "*", "Service": ["x", "y"]},
      "Condition": {"Bool": {"aws:SecureTransport": true}}}})");
  ASSERT_TRUE(document.is_whole);
  ASSERT_EQ(document.statements.size(), 1U);
  const Statement& statement = document.statements[0];
  EXPECT_EQ(statement.allows, Truth::kYes);
  EXPECT_EQ(statement.actions.size(), 1U);
  EXPECT_EQ(statement.resources.size(), 2U);
  EXPECT_EQ(statement.principals.size(), 3U);
  ASSERT_EQ(statement.conditions.size(), 1U);
  EXPECT_EQ(statement.conditions[0].test, "bool");
  EXPECT_EQ(statement.conditions[0].values.at(0).text(), "true");
}

TEST(Policy, WhatIsNoneIsNotWhole) {
  for (const char* text : {"", "[]", "{}", "nonsense", "{\"Statement\"", "5"}) {
    EXPECT_FALSE(parse_policy(text).is_whole) << text;
    EXPECT_EQ(may(parse_policy(text), "s3:GetObject", "a"), Truth::kUnknown) << text;
  }
  EXPECT_FALSE(parse_policy(std::string(2000, '[')).is_whole);
  // An effect that is neither is not known; a statement that is no object says nothing.
  EXPECT_EQ(
      may(parse_policy(R"({"Statement": {"Effect": "Maybe", "Action": "*", "Resource": "*"}})"),
          "s3:GetObject", "a"),
      Truth::kUnknown);
}

#ifdef OPTA_RAPIDCHECK

struct SomeStatement {
  bool allows = true;
  bool is_but_actions = false;
  bool is_but_resources = false;
  bool has_condition = false;
  std::vector<std::string> actions;
  std::vector<std::string> resources;
};

json one_or_list(const std::vector<std::string>& texts, bool may_be_one) {
  return may_be_one && texts.size() == 1 ? json(texts[0]) : json(texts);
}

json json_of(const std::vector<SomeStatement>& statements, bool is_short) {
  json all = json::array();
  for (const SomeStatement& one : statements) {
    json made{{"Effect", one.allows ? "Allow" : "Deny"}};
    made[one.is_but_actions ? "NotAction" : "Action"] = one_or_list(one.actions, is_short);
    made[one.is_but_resources ? "NotResource" : "Resource"] = one_or_list(one.resources, is_short);
    if (one.has_condition) made["Condition"] = {{"StringEquals", {{"aws:PrincipalTag/x", "y"}}}};
    all.push_back(std::move(made));
  }
  return {{"Statement", is_short && all.size() == 1 ? all[0] : all}};
}

// As AWS decides, once it is known which conditions hold: bit by bit of `holding`.
bool allows_by_trying(const std::vector<SomeStatement>& statements, unsigned holding,
                      const std::string& action, const std::string& resource) {
  bool allowed = false;
  for (std::size_t i = 0; i < statements.size(); ++i) {
    const SomeStatement& one = statements[i];
    const bool by_action = std::ranges::any_of(
        one.actions, [&](const std::string& p) { return matches_by_regex(p, action, true); });
    const bool by_resource = std::ranges::any_of(
        one.resources, [&](const std::string& p) { return matches_by_regex(p, resource, false); });
    const bool holds = !one.has_condition || (holding >> i & 1U) != 0;
    if (by_action == one.is_but_actions || by_resource == one.is_but_resources || !holds) continue;
    if (!one.allows) return false;
    allowed = true;
  }
  return allowed;
}

RC_GTEST_PROP(Policy, AnswersAsTryingDoes, ()) {
  const auto statements =
      *rc::gen::container<std::vector<SomeStatement>>(
           rc::gen::build<SomeStatement>(
               rc::gen::set(&SomeStatement::allows), rc::gen::set(&SomeStatement::is_but_actions),
               rc::gen::set(&SomeStatement::is_but_resources),
               rc::gen::set(&SomeStatement::has_condition),
               rc::gen::set(&SomeStatement::actions,
                            rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(
                                rc::gen::element<std::string>("*", "s:Get*", "S:get", "s:?et",
                                                              "t:*", "t:Put", "s:Get?")))),
               rc::gen::set(&SomeStatement::resources,
                            rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(
                                rc::gen::element<std::string>("*", "a", "a*", "b?", "A", "?b"))))))
           .as("statements");
  RC_PRE(statements.size() < 6U);
  const bool is_short = *rc::gen::arbitrary<bool>();
  const Document document = parse_policy(json_of(statements, is_short).dump());
  for (const char* action : {"s:Get", "s:GetX", "t:Put", "t:put", "u:Do"}) {
    for (const char* resource : {"a", "ab", "b", "bb", "A", ""}) {
      bool always = true;
      bool never = true;
      for (unsigned holding = 0; holding < 1U << statements.size(); ++holding) {
        const bool allows = allows_by_trying(statements, holding, action, resource);
        always = always && allows;
        never = never && !allows;
      }
      const Truth expected = always ? Truth::kYes : (never ? Truth::kNo : Truth::kUnknown);
      RC_ASSERT(may(document, action, resource) == expected);
    }
  }
}

#endif

TEST(ActionFacts, KnowWhatHasNoResource) {
  EXPECT_TRUE(has_no_resource("ec2:DescribeInstances"));
  EXPECT_TRUE(has_no_resource("ec2:Describe*"));
  EXPECT_FALSE(has_no_resource("ec2:*"));
  EXPECT_FALSE(has_no_resource("s3:GetObject"));
  EXPECT_EQ(managed_policy("AdministratorAccess").allows_everything, Truth::kYes);
  EXPECT_EQ(managed_policy("SomethingNew").takes_over, Truth::kUnknown);
}

}  // namespace
}  // namespace opta::prove
