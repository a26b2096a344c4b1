// What the promises about policies share: a document is judged once, statement by statement.
#pragma once

#include <functional>
#include <map>
#include <string>

#include "prove/identity/action_facts.h"
#include "prove/identity/identity.h"
#include "prove/promise.h"

namespace opta::prove {

struct Finding {
  Truth holds = Truth::kYes;
  std::string what = {};  // breaks it, or is not known
};
// The worse of the two; of two that are alike the first.
Finding worse(Finding a, Finding b);

using JudgeStatement = std::function<Finding(const Document&, const Statement&)>;

class PolicyJudge {
 public:
  explicit PolicyJudge(JudgeStatement judge) : judge_(std::move(judge)) {}

  // Broken where each document that it may be is; unknown where just some are.
  const Finding& judge(const Documents& documents);
  Case of(const Resource& resource, const std::string& attribute, const Documents& documents,
          Truth is_there = Truth::kYes);

 private:
  Finding judge(const Document& document) const;

  JudgeStatement judge_;
  std::map<const Documents*, Finding> known_;
};

// It reaches everything of a service or of all, in a region or in each: `*`, `arn:aws:s3:::*`,
// `arn:aws:sqs:us-east-1:123456789012:*`.
Truth is_unbounded(const Value& resource);
Truth is_unbounded(const Statement& statement);
// A denial without conditions for every resource.
bool denies_always(const Document& document, std::string_view action);
// Of a list, as far as it is known: "s3:*, ec2:*".
std::string names_of(const std::vector<Value>& values);
std::string names_of_principals(const Statement& statement);
// Whether the statement allows one of the actions; `matters` says of which it is a fault.
Finding forbid(const Document& document, const Statement& statement,
               const std::vector<std::string_view>& actions,
               const std::function<Truth(std::string_view action)>& matters);
// Of the grants that are asked for: written ones are judged, AWS's own are looked up.
Cases about_grants(const Identity& identity, const std::function<bool(const Grant&)>& is_asked_for,
                   const std::function<PolicyJudge&(const Grant&)>& judge_of,
                   Truth ManagedPolicy::* fault);

}  // namespace opta::prove
