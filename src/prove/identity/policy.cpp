#include "prove/identity/policy.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "base/json_depth.h"
#include "base/text.h"
#include "prove/identity/wildcard.h"

namespace opta::prove {

namespace {

using nlohmann::json;

// A policy nests four deep; no text of IAM's is deeper than this.
constexpr std::size_t kDepthMax = 16;

// --- JSON ---

// IAM takes "Action" and "action" alike.
const json* element(const json& object, std::string_view name) {
  if (!object.is_object()) return nullptr;
  for (const auto& [key, value] : object.items()) {
    if (lower_case(key) == name) return &value;
  }
  return nullptr;
}

Value scalar(const json& value) {
  if (value.is_string()) return Value::of(value.get<std::string>());
  // `true` and `5` stand for their texts.
  if (value.is_boolean() || value.is_number()) return Value::of(value.dump());
  return Value::unknown();
}

// One text or a list of such.
std::vector<Value> texts(const json* value) {
  std::vector<Value> all;
  if (value == nullptr) return all;
  if (!value->is_array()) return {scalar(*value)};
  for (const json& item : *value) all.push_back(scalar(item));
  return all;
}

std::vector<Principal> principals_of(const json* value) {
  std::vector<Principal> all;
  if (value == nullptr) return all;
  if (!value->is_object()) {
    const bool is_all = value->is_string() && value->get_ref<const std::string&>() == "*";
    return {{is_all ? "*" : "", is_all ? Value::of(std::string("*")) : Value::unknown()}};
  }
  for (const auto& [type, names] : value->items()) {
    for (Value& name : texts(&names)) all.push_back({type, std::move(name)});
  }
  return all;
}

std::vector<Condition> conditions_of(const json* value) {
  std::vector<Condition> all;
  if (value == nullptr) return all;
  if (!value->is_object()) return {{.test = {}, .key = Value::unknown(), .values = {}}};
  for (const auto& [test, keys] : value->items()) {
    if (!keys.is_object()) {
      all.push_back({.test = {}, .key = Value::unknown(), .values = {}});
      continue;
    }
    for (const auto& [key, values] : keys.items())
      all.push_back({.test = lower_case(test), .key = Value::of(key), .values = texts(&values)});
  }
  return all;
}

Statement statement_of(const json& written) {
  Statement made;
  const json* effect = element(written, "effect");
  const json* sid = element(written, "sid");
  if (effect != nullptr && *effect == "Allow") made.allows = Truth::kYes;
  if (effect != nullptr && *effect == "Deny") made.allows = Truth::kNo;
  if (sid != nullptr && sid->is_string()) made.sid = sid->get<std::string>();
  made.is_but_actions = element(written, "notaction") != nullptr;
  made.is_but_resources = element(written, "notresource") != nullptr;
  made.is_but_principals = element(written, "notprincipal") != nullptr;
  made.actions = texts(element(written, made.is_but_actions ? "notaction" : "action"));
  made.resources = texts(element(written, made.is_but_resources ? "notresource" : "resource"));
  made.principals =
      principals_of(element(written, made.is_but_principals ? "notprincipal" : "principal"));
  made.conditions = conditions_of(element(written, "condition"));
  return made;
}

// --- the data source ---

std::vector<Value> texts(const Value& value) {
  std::vector<Value> all;
  for (const Value* item : value.blocks()) all.push_back(*item);
  return all;
}

std::vector<Principal> principals_of(const Value& blocks) {
  std::vector<Principal> all;
  for (const Value* block : blocks.blocks()) {
    const std::vector<Value> names = texts(block->at("identifiers"));
    for (const Value& name : names) all.push_back({block->at("type").text(), name});
  }
  return all;
}

std::vector<Condition> conditions_of(const Value& blocks) {
  std::vector<Condition> all;
  for (const Value* block : blocks.blocks()) {
    all.push_back({.test = lower_case(block->at("test").text()),
                   .key = block->at("variable"),
                   .values = texts(block->at("values"))});
  }
  return all;
}

Statement statement_of(const Value& block) {
  Statement made;
  const Value& effect = block.at("effect");
  // Without a word it allows.
  made.allows = is_set(effect) == Truth::kNo ? Truth::kYes : is_text(effect, "Allow");
  made.sid = block.at("sid").text();
  made.is_but_actions = is_set(block.at("not_actions")) != Truth::kNo;
  made.is_but_resources = is_set(block.at("not_resources")) != Truth::kNo;
  made.is_but_principals = is_set(block.at("not_principals")) != Truth::kNo;
  made.actions = texts(block.at(made.is_but_actions ? "not_actions" : "actions"));
  made.resources = texts(block.at(made.is_but_resources ? "not_resources" : "resources"));
  made.principals =
      principals_of(block.at(made.is_but_principals ? "not_principals" : "principals"));
  made.conditions = conditions_of(block.at("condition"));
  return made;
}

// As the provider puts documents together: a statement takes the place of an earlier one of its
// name.
void add(Statement statement, Document& to) {
  const auto same = std::ranges::find_if(to.statements, [&](const Statement& other) {
    return !statement.sid.empty() && other.sid == statement.sid;
  });
  if (same == to.statements.end()) {
    to.statements.push_back(std::move(statement));
  } else {
    *same = std::move(statement);
  }
}

void add_texts(const Value& policies, Document& to) {
  for (const Value* policy : policies.blocks()) {
    if (policy->is_text() && policy->text().empty()) continue;
    Document part = policy->is_text() && !policy->is_secret() ? parse_policy(policy->text())
                                                              : Document{{}, false};
    to.is_whole = to.is_whole && part.is_whole;
    for (Statement& statement : part.statements) add(std::move(statement), to);
  }
}

// --- answers ---

Truth any_fits(const std::vector<Value>& patterns, std::string_view text,
               Truth (*fits)(const Value&, std::string_view)) {
  Truth found = Truth::kNo;
  for (const Value& pattern : patterns) found = either(found, fits(pattern, text));
  return found;
}

}  // namespace

Document parse_policy(std::string_view json_text) {
  Document none{.statements = {}, .is_whole = false};
  if (nests_deeper_than(json_text, kDepthMax)) return none;
  const json root = json::parse(json_text, nullptr, false);
  const json* written = element(root, "statement");
  if (written == nullptr) return none;
  Document document;
  if (!written->is_array()) {
    document.statements.push_back(statement_of(*written));
  } else {
    for (const json& one : *written) document.statements.push_back(statement_of(one));
  }
  return document;
}

Document policy_of(const Resource& data) {
  Document document;
  const Value& values = data.values;
  for (const char* name : {"source_json", "source_policy_documents"})
    add_texts(values.at(name), document);
  const Value& blocks = values.at("statement");
  document.is_whole = document.is_whole && !blocks.is_unknown();
  if (!blocks.is_unknown()) {
    for (const Value* block : blocks.blocks()) {
      if (block->is_unknown()) {
        document.is_whole = false;
      } else {
        add(statement_of(*block), document);
      }
    }
  }
  for (const char* name : {"override_policy_documents", "override_json"})
    add_texts(values.at(name), document);
  return document;
}

Truth is_about_action(const Statement& statement, std::string_view action) {
  const Truth named = any_fits(statement.actions, action, fits_action);
  return statement.is_but_actions ? opposite(named) : named;
}

Truth is_about_resource(const Statement& statement, std::string_view resource) {
  if (statement.resources.empty()) return Truth::kYes;
  const Truth named = any_fits(statement.resources, resource, fits_resource);
  return statement.is_but_resources ? opposite(named) : named;
}

Rights rights_of(const Document& document, std::string_view action, std::string_view resource) {
  const Truth rest = document.is_whole ? Truth::kNo : Truth::kUnknown;
  Rights rights{.allowed = rest, .denied = rest};
  for (const Statement& statement : document.statements) {
    Truth speaks = both(is_about_action(statement, action), is_about_resource(statement, resource));
    if (!statement.conditions.empty()) speaks = both(speaks, Truth::kUnknown);
    rights.allowed = either(rights.allowed, both(speaks, statement.allows));
    rights.denied = either(rights.denied, both(speaks, opposite(statement.allows)));
  }
  return rights;
}

Truth may(const Document& document, std::string_view action, std::string_view resource) {
  const Rights rights = rights_of(document, action, resource);
  return both(rights.allowed, opposite(rights.denied));
}

}  // namespace opta::prove
