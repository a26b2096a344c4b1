// The policy on a resource: who may do what with it. Read from its text, or, before that is known,
// from the `aws_iam_policy_document` that it is made from.
#pragma once

#include <string>
#include <vector>

#include "prove/world.h"

namespace opta::prove {

struct PolicyCondition {
  Value test;      // "Bool"
  Value variable;  // "aws:SecureTransport"
  std::vector<Value> values = {};
};

struct PolicyStatement {
  Truth denies = Truth::kUnknown;
  Truth is_of_everybody = Truth::kUnknown;  // of any principal of any account
  std::vector<Value> principals = {};       // of all kinds
  std::vector<Value> actions = {};
  std::vector<Value> resources = {};
  std::vector<PolicyCondition> conditions = {};
};

struct GivenPolicy {
  std::vector<PolicyStatement> statements = {};
  // Whether these are in force for sure, and whether there are no others.
  bool has_these = true;
  bool has_no_others = true;
};

// Several where it is one of these, or several resources of one block take one each. Nothing where
// it is not known.
std::vector<GivenPolicy> policies_of(const World& world, const Value& policy);

// Whether one of the values is one of the texts, whose case does not count.
Truth any_is(const std::vector<Value>& values, std::initializer_list<std::string_view> texts);

}  // namespace opta::prove
