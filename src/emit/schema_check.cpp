#include "emit/schema_check.h"

#include <algorithm>
#include <map>
#include <memory>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <re2/re2.h>

#include "base/text.h"
#include "emit/certainty.h"
#include "emit/schema_limits.h"

namespace opta {

namespace {

using nlohmann::json;
using Faults = std::vector<SchemaFault>;

// References may go round in circles; real schemas are a dozen deep.
constexpr int kDepthMax = 100;

struct Place {
  const Value& value;
  std::string path;
};

class Checker {
 public:
  explicit Checker(const json& root) : root_(root) {
    // From 2019-09 on what stands beside a reference counts too.
    const auto dialect = root.is_object() ? root.find("$schema") : root.end();
    reference_alone_ = dialect == root.end() || !dialect->is_string() ||
                       dialect->get_ref<const std::string&>().find("/20") == std::string::npos;
  }

  Certainty check(const json& schema, const Place& at,
                  Faults& faults) {  // NOLINT(misc-no-recursion): see kDepthMax
    if (schema.is_boolean()) {
      if (schema.get<bool>()) return Certainty::kYes;
      return no(schema, at, "is not allowed", faults);
    }
    if (!schema.is_object() || depth_ >= kDepthMax) return Certainty::kMaybe;
    ++depth_;
    const Certainty result = keywords(schema, at, faults);
    --depth_;
    return result;
  }

 private:
  static Certainty no(const json& schema, const Place& at, std::string message, Faults& faults) {
    std::string reason;
    if (schema.is_object() && schema.contains("description") && schema["description"].is_string())
      reason = schema["description"].get<std::string>();
    faults.push_back({at.path, at.value.span, std::move(message), std::move(reason)});
    return Certainty::kNo;
  }

  Certainty keywords(const json& schema, const Place& at, Faults& faults) {
    if (const auto reference = schema.find("$ref"); reference != schema.end()) {
      const json* target = resolve(*reference);
      const Certainty result = target == nullptr ? Certainty::kMaybe : check(*target, at, faults);
      if (reference_alone_ || result == Certainty::kNo) return result;
    }
    // A value of the wrong type would only break the other rules as well.
    if (type(schema, at, faults) == Certainty::kNo) return Certainty::kNo;
    Certainty result = at.value.is_known() ? Certainty::kYes : Certainty::kMaybe;
    result = both(result, listed(schema, at, faults));
    if (const auto broken = broken_limit(schema, at.value))
      result = both(result, no(schema, at, *broken, faults));
    if (at.value.kind == ValueKind::kString) result = both(result, text(schema, at, faults));
    if (at.value.kind == ValueKind::kList) result = both(result, list(schema, at, faults));
    if (at.value.kind == ValueKind::kMap) result = both(result, map(schema, at, faults));
    return both(result, combined(schema, at, faults));
  }

  const json* resolve(const json& reference) const {
    const std::string text = reference.is_string() ? reference.get<std::string>() : "";
    if (text == "#") return &root_;
    static const RE2 pointer_form("#(/([^~]|~0|~1)*)*");
    if (!RE2::FullMatch(text, pointer_form)) return nullptr;
    const json::json_pointer pointer(text.substr(1));
    return root_.contains(pointer) ? &root_[pointer] : nullptr;
  }

  static Certainty type(const json& schema, const Place& at, Faults& faults) {
    const auto found = schema.find("type");
    if (found == schema.end()) return Certainty::kYes;
    const json names = found->is_array() ? *found : json::array({*found});
    Certainty result = Certainty::kNo;
    std::vector<std::string> wanted;
    for (const json& name : names) {
      if (!name.is_string()) return Certainty::kMaybe;
      result = either(result, is_of_type(at.value, name.get<std::string>()));
      wanted.push_back(name.get<std::string>());
    }
    if (result != Certainty::kNo) return result;
    return no(schema, at,
              fmt::format("is {}, not of type {}", brief(at.value), join(wanted, " or ")), faults);
  }

  static Certainty listed(const json& schema, const Place& at, Faults& faults) {
    Certainty result = Certainty::kYes;
    if (const auto values = schema.find("enum"); values != schema.end() && values->is_array()) {
      Certainty any = Certainty::kNo;
      std::vector<std::string> texts;
      for (const json& value : *values) {
        any = either(any, same(at.value, value));
        texts.push_back(value.is_string() ? value.get<std::string>() : value.dump());
      }
      if (any == Certainty::kNo) {
        return no(schema, at,
                  fmt::format("is {}, not {}", brief(at.value), quoted_list(texts, "or")), faults);
      }
      result = both(result, any);
    }
    if (const auto value = schema.find("const"); value != schema.end()) {
      const Certainty is = same(at.value, *value);
      if (is == Certainty::kNo)
        return no(schema, at, fmt::format("is {}, not {}", brief(at.value), value->dump()), faults);
      result = both(result, is);
    }
    return result;
  }

  Certainty text(const json& schema, const Place& at, Faults& faults) {
    const auto pattern = schema.find("pattern");
    if (pattern == schema.end() || !pattern->is_string()) return Certainty::kYes;
    const Certainty matches = matched(pattern->get<std::string>(), at.value.text);
    if (matches == Certainty::kNo) {
      // Words say it better than an expression, where the schema has any.
      return no(schema, at,
                schema.contains("description")
                    ? fmt::format("is {}, which does not fit", brief(at.value))
                    : fmt::format("is {}, which does not match `{}`", brief(at.value),
                                  pattern->get<std::string>()),
                faults);
    }
    return matches;
  }

  // Patterns that RE2 does not know (they look ahead) may match.
  Certainty matched(const std::string& pattern, const std::string& text) {
    std::unique_ptr<RE2>& compiled = patterns_[pattern];
    if (!compiled) compiled = std::make_unique<RE2>(pattern, RE2::Quiet);
    if (!compiled->ok()) return Certainty::kMaybe;
    return RE2::PartialMatch(text, *compiled) ? Certainty::kYes : Certainty::kNo;
  }

  Certainty list(const json& schema, const Place& at, Faults& faults) {
    const std::vector<Value>& items = at.value.items;
    Certainty result = Certainty::kYes;
    const json* heads = schema.contains("prefixItems") ? &schema["prefixItems"] : nullptr;
    const json* rest = schema.contains("items") ? &schema["items"] : nullptr;
    if (rest != nullptr && rest->is_array()) {
      heads = rest;
      rest = schema.contains("additionalItems") ? &schema["additionalItems"] : nullptr;
    }
    for (std::size_t i = 0; i < items.size(); ++i) {
      const bool has_head = heads != nullptr && i < heads->size();
      const json* shape = has_head ? &(*heads)[i] : rest;
      if (shape == nullptr) continue;
      result = both(result, check(*shape, {items[i], fmt::format("{}[{}]", at.path, i)}, faults));
    }
    if (schema.value("uniqueItems", json(false)) == json(true)) {
      for (std::size_t i = 0; i < items.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
          const Certainty equal = same(items[i], items[j]);
          if (equal == Certainty::kYes)
            return no(schema, {items[i], fmt::format("{}[{}]", at.path, i)}, "stands twice",
                      faults);
          if (equal == Certainty::kMaybe) result = both(result, Certainty::kMaybe);
        }
      }
    }
    if (const auto wanted = schema.find("contains"); wanted != schema.end()) {
      Certainty any = Certainty::kNo;
      Faults ignored;
      for (const Value& item : items) any = either(any, check(*wanted, {item, at.path}, ignored));
      if (any == Certainty::kNo) return no(schema, at, "lacks an item that it needs", faults);
      result = both(result, any);
    }
    return result;
  }

  Certainty map(const json& schema, const Place& at, Faults& faults) {
    const auto& entries = at.value.entries;
    Certainty result = Certainty::kYes;
    if (const auto names = schema.find("required"); names != schema.end() && names->is_array())
      result = both(result, required(schema, *names, at, faults));
    for (const Entry& entry : entries) result = both(result, property(schema, at, entry, faults));
    for (const char* key : {"dependencies", "dependentRequired", "dependentSchemas"}) {
      if (!schema.contains(key) || !schema[key].is_object()) continue;
      for (const auto& [name, wanted] : schema[key].items()) {
        if (at.value.find(name) == nullptr) continue;
        result = both(result, wanted.is_array() ? required(schema, wanted, at, faults)
                                                : check(wanted, at, faults));
      }
    }
    return result;
  }

  static Certainty required(const json& schema, const json& names, const Place& at,
                            Faults& faults) {
    Certainty result = Certainty::kYes;
    for (const json& name : names) {
      if (!name.is_string() || at.value.find(name.get<std::string>()) != nullptr) continue;
      result = no(schema, at, fmt::format("lacks `{}`", name.get<std::string>()), faults);
    }
    return result;
  }

  Certainty property(const json& schema, const Place& at, const Entry& entry, Faults& faults) {
    const Place below{entry.value, at.path.empty() ? entry.key : at.path + "." + entry.key};
    Certainty result = Certainty::kYes;
    bool known = false;
    if (const auto names = schema.find("propertyNames"); names != schema.end()) {
      const Value name = Value::of_text(entry.key, entry.key_span);
      Faults found;
      const Certainty fits = check(*names, {name, below.path}, found);
      if (fits == Certainty::kNo) {
        faults.push_back({below.path, entry.key_span ? entry.key_span : entry.value.span,
                          "has a name that is not allowed", found.empty() ? "" : found[0].reason});
      }
      result = both(result, fits);
    }
    if (schema.contains("properties") && schema["properties"].contains(entry.key)) {
      known = true;
      result = both(result, check(schema["properties"][entry.key], below, faults));
    }
    if (schema.contains("patternProperties")) {
      for (const auto& [pattern, shape] : schema["patternProperties"].items()) {
        const Certainty applies = matched(pattern, entry.key);
        if (applies == Certainty::kNo) continue;
        known = true;
        Faults found;
        const Certainty fits = check(shape, below, found);
        result = both(result, either(negated(applies), fits));
        if (applies == Certainty::kYes) faults.insert(faults.end(), found.begin(), found.end());
      }
    }
    const auto others = schema.find("additionalProperties");
    if (known || others == schema.end()) return result;
    if (*others == json(false)) {
      faults.push_back({below.path, entry.key_span ? entry.key_span : entry.value.span,
                        "is not one of its values", ""});
      return Certainty::kNo;
    }
    return both(result, check(*others, below, faults));
  }

  Certainty combined(const json& schema, const Place& at, Faults& faults) {
    Certainty result = Certainty::kYes;
    if (const auto all = schema.find("allOf"); all != schema.end()) {
      for (const json& one : *all) result = both(result, check(one, at, faults));
    }
    for (const char* key : {"anyOf", "oneOf"}) {
      if (schema.contains(key) && schema[key].is_array())
        result = both(result, alternatives(schema, schema[key], *key == 'o', at, faults));
    }
    Faults ignored;
    if (const auto refused = schema.find("not"); refused != schema.end()) {
      const Certainty is = negated(check(*refused, at, ignored));
      if (is == Certainty::kNo) {
        const bool explained = refused->is_object() && refused->contains("description");
        no(explained ? *refused : schema, at,
           fmt::format("is {}, which is not allowed", brief(at.value)), faults);
      }
      result = both(result, is);
    }
    if (const auto condition = schema.find("if"); condition != schema.end()) {
      const Certainty holds = check(*condition, at, ignored);
      const char* branch = holds == Certainty::kYes ? "then" : "else";
      if (holds == Certainty::kMaybe) return both(result, Certainty::kMaybe);
      if (schema.contains(branch)) result = both(result, check(schema[branch], at, faults));
    }
    return result;
  }

  Certainty alternatives(const json& schema, const json& shapes, bool exactly_one, const Place& at,
                         Faults& faults) {
    Certainty any = Certainty::kNo;
    int certain = 0, possible = 0;
    Faults nearest;  // of the alternative that came furthest
    std::size_t furthest = 0;
    for (const json& shape : shapes) {
      Faults found;
      const Certainty fits = check(shape, at, found);
      any = either(any, fits);
      certain += fits == Certainty::kYes ? 1 : 0;
      possible += fits == Certainty::kNo ? 0 : 1;
      const std::size_t reach = found.empty() ? 0 : found[0].path.size();
      if (!found.empty() && (nearest.empty() || reach > furthest)) {
        furthest = reach;
        nearest = std::move(found);
      }
    }
    if (any == Certainty::kNo) {
      if (furthest > at.path.size() || shapes.size() == 1) {
        faults.insert(faults.end(), nearest.begin(), nearest.end());
        return Certainty::kNo;
      }
      return no(
          schema, at,
          fmt::format("is {}, which fits none of the forms that it may have", brief(at.value)),
          faults);
    }
    if (!exactly_one) return any;
    if (certain > 1) return no(schema, at, "fits several forms that exclude each other", faults);
    return possible > 1 ? Certainty::kMaybe : any;
  }

  const json& root_;
  bool reference_alone_ = true;
  int depth_ = 0;
  std::map<std::string, std::unique_ptr<RE2>> patterns_;
};

}  // namespace

std::vector<SchemaFault> check_schema(const json& schema, const Value& value) {
  Faults faults;
  if (Checker(schema).check(schema, {value, ""}, faults) != Certainty::kNo) return {};
  return faults;
}

}  // namespace opta
