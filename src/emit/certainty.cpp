#include "emit/certainty.h"

#include <cmath>

#include <nlohmann/json.hpp>

namespace opta {

namespace {

using nlohmann::json;

Certainty certain(bool yes) {
  return yes ? Certainty::kYes : Certainty::kNo;
}

bool is_text_for_certain(const Value& value) {
  return value.kind == ValueKind::kTemplate && value.parts.size() > 1;
}

}  // namespace

Certainty is_of_type(const Value& value, std::string_view type) {
  if (is_text_for_certain(value)) return certain(type == "string");
  switch (value.kind) {
    case ValueKind::kNull:
      return certain(type == "null");
    case ValueKind::kBoolean:
      return certain(type == "boolean");
    case ValueKind::kInteger:
      return certain(type == "integer" || type == "number");
    case ValueKind::kNumber:
      return certain(type == "number" ||
                     (type == "integer" && value.number == std::floor(value.number)));
    case ValueKind::kString:
      return certain(type == "string");
    case ValueKind::kList:
      return certain(type == "array");
    case ValueKind::kMap:
      return certain(type == "object");
    case ValueKind::kTemplate:
    case ValueKind::kUnknown:
      return Certainty::kMaybe;
  }
  return Certainty::kMaybe;
}

Certainty same(const Value& a, const json& b) {  // NOLINT(misc-no-recursion): as deep as values are
  if (!a.is_known())
    return is_text_for_certain(a) ? both(certain(b.is_string()), Certainty::kMaybe)
                                  : Certainty::kMaybe;
  switch (a.kind) {
    case ValueKind::kNull:
      return certain(b.is_null());
    case ValueKind::kBoolean:
      return certain(b.is_boolean() && b.get<bool>() == a.boolean);
    case ValueKind::kInteger:
      return certain(b.is_number() && b == json(a.integer));
    case ValueKind::kNumber:
      return certain(b.is_number() && b == json(a.number));
    case ValueKind::kString:
      return certain(b.is_string() && b.get_ref<const std::string&>() == a.text);
    case ValueKind::kList: {
      if (!b.is_array() || b.size() != a.items.size()) return Certainty::kNo;
      Certainty result = Certainty::kYes;
      for (std::size_t i = 0; i < b.size(); ++i) result = both(result, same(a.items[i], b[i]));
      return result;
    }
    case ValueKind::kMap: {
      if (!b.is_object() || b.size() != a.entries.size()) return Certainty::kNo;
      Certainty result = Certainty::kYes;
      for (const Entry& entry : a.entries) {
        const auto found = b.find(entry.key);
        result = both(result, found == b.end() ? Certainty::kNo : same(entry.value, *found));
      }
      return result;
    }
    default:
      return Certainty::kMaybe;
  }
}

Certainty same(const Value& a, const Value& b) {  // NOLINT(misc-no-recursion)
  if (!a.is_known() || !b.is_known()) return Certainty::kMaybe;
  const bool numbers =
      is_of_type(a, "number") == Certainty::kYes && is_of_type(b, "number") == Certainty::kYes;
  if (numbers) {
    const auto number = [](const Value& value) {
      return value.kind == ValueKind::kInteger ? json(value.integer) : json(value.number);
    };
    return certain(number(a) == number(b));
  }
  if (a.kind != b.kind || a.items.size() != b.items.size() || a.entries.size() != b.entries.size())
    return Certainty::kNo;
  if (a.kind == ValueKind::kBoolean) return certain(a.boolean == b.boolean);
  if (a.kind == ValueKind::kString) return certain(a.text == b.text);
  Certainty result = Certainty::kYes;
  for (std::size_t i = 0; i < a.items.size(); ++i)
    result = both(result, same(a.items[i], b.items[i]));
  for (const Entry& entry : a.entries) {
    const Value* other = b.find(entry.key);
    result = both(result, other == nullptr ? Certainty::kNo : same(entry.value, *other));
  }
  return result;
}

}  // namespace opta
