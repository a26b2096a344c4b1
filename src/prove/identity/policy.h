// A policy document: its statements, with parts that may not be known yet.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "prove/world.h"

namespace opta::prove {

struct Principal {
  std::string type;  // "AWS", "Service", "Federated", "CanonicalUser", "*"; empty: not known
  Value name;
};

struct Condition {
  std::string test;  // in lower case: "stringequals"; empty: not known
  Value key;         // "aws:SourceArn"
  std::vector<Value> values;
};

// Each list holds texts and unknown values. A list that is unknown as a whole is one such value.
struct Statement {
  std::string sid;
  Truth allows = Truth::kUnknown;  // else it denies
  std::vector<Value> actions;
  std::vector<Value> resources;  // none: those that the document stands at
  std::vector<Principal> principals;
  std::vector<Condition> conditions;
  // It is about all but these: NotAction, NotResource, NotPrincipal.
  bool is_but_actions = false;
  bool is_but_resources = false;
  bool is_but_principals = false;
};

struct Document {
  std::vector<Statement> statements;
  bool is_whole = true;  // else there may be others, or these may not be as they stand here
};

// Of JSON. What is none, or no policy, is not whole and has no statements.
Document parse_policy(std::string_view json_text);
// Of a data source `aws_iam_policy_document`, from what is written in it.
Document policy_of(const Resource& data);

// Whether the statement speaks of them. Its conditions are not asked.
Truth is_about_action(const Statement& statement, std::string_view action);
Truth is_about_resource(const Statement& statement, std::string_view resource);
// What the document says of it, by itself; kUnknown also where a condition decides.
struct Rights {
  Truth allowed = Truth::kNo;
  Truth denied = Truth::kNo;
};
Rights rights_of(const Document& document, std::string_view action, std::string_view resource);
// Whether whoever has the policy, and no other, may do that.
Truth may(const Document& document, std::string_view action, std::string_view resource);

}  // namespace opta::prove
