#include "prove/promises/resource_policy.h"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/json_depth.h"
#include "base/text.h"

namespace opta::prove {

namespace {

using nlohmann::json;

constexpr std::size_t kDepthMax = 32;  // of what AWS takes, six are enough

// A text, or a list of texts.
std::vector<Value> texts_of(const json& from) {
  std::vector<Value> found;
  for (const json& item : from.is_array() ? from : json::array({from})) {
    if (item.is_string()) found.push_back(Value::of(item.get<std::string>()));
    if (item.is_boolean())
      found.push_back(Value::of(std::string(item.get<bool>() ? "true" : "false")));
  }
  return found;
}

Truth is_everybody(const json& principal) {
  if (principal.is_object())
    return principal.contains("AWS") ? is_everybody(principal["AWS"]) : Truth::kNo;
  return any_is(texts_of(principal), {"*"});
}

std::vector<Value> principals_of(const json& principal) {
  if (!principal.is_object()) return texts_of(principal);
  std::vector<Value> found;
  for (const auto& [kind, names] : principal.items()) {
    for (Value& name : texts_of(names)) found.push_back(std::move(name));
  }
  return found;
}

PolicyStatement statement_of(const json& from) {
  const auto part = [&](const char* name) { return from.contains(name) ? from[name] : json(); };
  PolicyStatement made{.denies = any_is(texts_of(part("Effect")), {"Deny"}),
                       // All but some are everybody as well.
                       .is_of_everybody = from.contains("NotPrincipal")
                                              ? Truth::kYes
                                              : is_everybody(part("Principal")),
                       .principals = principals_of(part("Principal")),
                       .actions = texts_of(part("Action")),
                       .resources = texts_of(part("Resource"))};
  const json conditions = part("Condition");
  if (!conditions.is_object()) return made;
  for (const auto& [test, variables] : conditions.items()) {
    if (!variables.is_object()) continue;
    for (const auto& [variable, values] : variables.items())
      made.conditions.push_back({Value::of(test), Value::of(variable), texts_of(values)});
  }
  return made;
}

std::vector<GivenPolicy> read_text(const std::string& text) {
  if (nests_deeper_than(text, kDepthMax)) return {};
  const json root = json::parse(text, nullptr, false);
  if (!root.is_object() || !root.contains("Statement")) return {};
  const json& all = root["Statement"];
  GivenPolicy policy;
  for (const json& one : all.is_array() ? all : json::array({all})) {
    if (one.is_object()) policy.statements.push_back(statement_of(one));
  }
  return {std::move(policy)};
}

std::vector<Value> copies(const Value& list) {
  std::vector<Value> items;
  for (const Value* item : list.blocks()) items.push_back(*item);
  return items;
}

PolicyStatement statement_of(const Value& from) {
  PolicyStatement made{.denies = is_text(from.at("effect"), "Deny"),
                       .is_of_everybody = is_set(from.at("not_principals")),
                       .principals = {},
                       .actions = copies(from.at("actions")),
                       .resources = copies(from.at("resources"))};
  for (const Value* principal : from.at("principals").blocks()) {
    const std::vector<Value> names = copies(principal->at("identifiers"));
    // "AWS" and "*" alike; a service or a federation of the name "*" there is none.
    made.is_of_everybody = either(made.is_of_everybody, any_is(names, {"*"}));
    made.principals.insert(made.principals.end(), names.begin(), names.end());
  }
  for (const Value* condition : from.at("condition").blocks()) {
    made.conditions.push_back(
        {condition->at("test"), condition->at("variable"), copies(condition->at("values"))});
  }
  return made;
}

GivenPolicy read_document(const Resource& document) {
  GivenPolicy policy;
  for (const Value* statement : document.values.at("statement").blocks())
    policy.statements.push_back(statement_of(*statement));
  // Others can be added to these, or take their place.
  for (const char* name : {"source_policy_documents", "source_json"}) {
    if (is_set(document.values.at(name)) != Truth::kNo) policy.has_no_others = false;
  }
  for (const char* name : {"override_policy_documents", "override_json"}) {
    if (is_set(document.values.at(name)) != Truth::kNo)
      policy.has_these = policy.has_no_others = false;
  }
  return policy;
}

}  // namespace

std::vector<GivenPolicy> policies_of(const World& world, const Value& policy) {
  if (policy.is_text()) {
    return policy.is_secret() ? std::vector<GivenPolicy>() : read_text(policy.text());
  }
  const Named documents = world.named_by(policy, "aws_iam_policy_document");
  if (!policy.is_unknown() || !documents.is_complete) return {};
  // It is made from these alone, or something else is done with them, which the plan does not tell.
  const bool is_one_block = std::ranges::all_of(policy.sources(), [&](const Source& source) {
    return source.block == policy.sources().front().block;
  });
  if (!is_one_block) return {};
  std::vector<GivenPolicy> found;
  for (const Resource* document : documents.may_be) found.push_back(read_document(*document));
  return found;
}

Truth any_is(const std::vector<Value>& values, std::initializer_list<std::string_view> texts) {
  Truth found = Truth::kNo;
  for (const Value& value : values) {
    if (value.is_unknown()) found = either(found, Truth::kUnknown);
    for (const std::string_view text : texts) {
      if (value.is_text() && lower_case(value.text()) == lower_case(text)) found = Truth::kYes;
    }
  }
  return found;
}

}  // namespace opta::prove
