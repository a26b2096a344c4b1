#include "emit/schema_limits.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "layer/message.h"

namespace opta {

namespace {

using nlohmann::json;

std::optional<double> bound(const json& schema, const char* key) {
  const auto found = schema.find(key);
  return found != schema.end() && found->is_number() ? std::optional(found->get<double>())
                                                     : std::nullopt;
}

std::optional<std::string> number(const json& schema, const Value& value) {
  const double given =
      value.kind == ValueKind::kInteger ? static_cast<double>(value.integer) : value.number;
  const auto refuse = [&](std::string_view how, double limit) {
    return fmt::format("is {}, {} {}", brief(value), how, limit);
  };
  // In draft 4 the exclusive keys are booleans beside the limits.
  const auto draft_4 = [&](const char* key) {
    return schema.contains(key) && schema[key].is_boolean() && schema[key].get<bool>();
  };
  if (const auto least = bound(schema, "minimum")) {
    if (draft_4("exclusiveMinimum") && given <= *least) return refuse("not above", *least);
    if (given < *least) return refuse("below the least,", *least);
  }
  if (const auto most = bound(schema, "maximum")) {
    if (draft_4("exclusiveMaximum") && given >= *most) return refuse("not below", *most);
    if (given > *most) return refuse("above the most,", *most);
  }
  if (const auto least = bound(schema, "exclusiveMinimum"); least && given <= *least)
    return refuse("not above", *least);
  if (const auto most = bound(schema, "exclusiveMaximum"); most && given >= *most)
    return refuse("not below", *most);
  if (const auto step = bound(schema, "multipleOf"); step && *step > 0) {
    const double ratio = given / *step;
    if (std::abs(ratio - std::round(ratio)) > 1e-9) return refuse("no multiple of", *step);
  }
  return std::nullopt;
}

// minItems, maxLength and their like.
std::optional<std::string> count(const json& schema, std::size_t value, const std::string& what,
                                 std::string_view unit) {
  if (const auto least = bound(schema, ("min" + what).c_str());
      least && static_cast<double>(value) < *least)
    return fmt::format("has {} {}, at least {}", value, unit, *least);
  if (const auto most = bound(schema, ("max" + what).c_str());
      most && static_cast<double>(value) > *most)
    return fmt::format("has {} {}, at most {}", value, unit, *most);
  return std::nullopt;
}

std::size_t characters(const std::string& text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

}  // namespace

std::optional<std::string> broken_limit(const json& schema, const Value& value) {
  switch (value.kind) {
    case ValueKind::kInteger:
    case ValueKind::kNumber:
      return number(schema, value);
    case ValueKind::kString:
      return count(schema, characters(value.text), "Length", "characters");
    case ValueKind::kList:
      return count(schema, value.items.size(), "Items", "items");
    case ValueKind::kMap:
      return count(schema, value.entries.size(), "Properties", "keys");
    default:
      return std::nullopt;
  }
}

std::string brief(const Value& value) {
  switch (value.kind) {
    case ValueKind::kBoolean:
      return value.boolean ? "true" : "false";
    case ValueKind::kInteger:
      return std::to_string(value.integer);
    case ValueKind::kNumber:
      return fmt::format("{}", value.number);
    case ValueKind::kString:
      return fmt::format("`{}`", shown(value.text));
    default:
      return std::string(describe(value.kind));
  }
}

}  // namespace opta
