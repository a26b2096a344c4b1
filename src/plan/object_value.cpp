#include "plan/object_value.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>

#include "plan/object_fields.h"

namespace opta {

namespace {

struct Unit {
  std::string_view name;
  long double factor;
};

constexpr std::array kQuantityUnits = {
    Unit{"n", 1e-9L},
    Unit{"u", 1e-6L},
    Unit{"m", 1e-3L},
    Unit{"", 1.0L},
    Unit{"k", 1e3L},
    Unit{"M", 1e6L},
    Unit{"G", 1e9L},
    Unit{"T", 1e12L},
    Unit{"P", 1e15L},
    Unit{"E", 1e18L},
    Unit{"Ki", 1024.0L},
    Unit{"Mi", 1048576.0L},
    Unit{"Gi", 1073741824.0L},
    Unit{"Ti", 1099511627776.0L},
    Unit{"Pi", 1125899906842624.0L},
    Unit{"Ei", 1152921504606846976.0L},
};
constexpr std::array kDurationUnits = {
    Unit{"ns", 1e-9L}, Unit{"us", 1e-6L}, Unit{"ms", 1e-3L},
    Unit{"s", 1.0L},   Unit{"m", 60.0L},  Unit{"h", 3600.0L},
};

// Maps whose values are quantities, and keys that hold one.
constexpr std::array<std::string_view, 10> kQuantityMaps = {
    "limits",         "requests", "hard", "capacity",   "default",
    "defaultRequest", "max",      "min",  "minAllowed", "maxAllowed",
};
constexpr std::array<std::string_view, 4> kQuantityKeys = {"sizeLimit", "averageValue", "divisor",
                                                           "value"};
// `value` is a quantity only in these: elsewhere it is an environment variable's.
constexpr std::array<std::string_view, 2> kTargets = {"target", "overhead"};
constexpr std::array<std::string_view, 6> kIntegersOrTexts = {
    "port", "targetPort", "number", "maxSurge", "maxUnavailable", "minAvailable",
};
constexpr std::array<std::string_view, 4> kDurationKeys = {"duration", "renewBefore", "interval",
                                                           "timeout"};

bool is_in(const auto& list, std::string_view word) {
  return std::ranges::find(list, word) != list.end();
}

std::string_view unquoted(std::string_view text) {
  const bool quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
  return quoted ? text.substr(1, text.size() - 2) : text;
}

// Takes a number, with a sign and an exponent if wanted, off the front.
std::optional<long double> take_number(std::string_view& text, std::chars_format format) {
  std::string_view rest = text;
  if (rest.starts_with('+')) rest.remove_prefix(1);
  double number = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number, format);
  if (error != std::errc() || !std::isfinite(number)) return std::nullopt;
  text = rest.substr(static_cast<std::size_t>(end - rest.data()));
  return number;
}

bool same_number(std::optional<long double> a, std::optional<long double> b) {
  constexpr long double kTolerance = 1e-12L;
  return a && b && std::abs(*a - *b) <= kTolerance * std::max(std::abs(*a), std::abs(*b));
}

bool holds_quantity(const std::vector<std::string_view>& keys) {
  const std::string_view key = keys.back();
  const std::string_view parent = keys.size() > 1 ? keys[keys.size() - 2] : "";
  if (is_in(kQuantityMaps, parent)) return true;
  if (!is_in(kQuantityKeys, key)) return false;
  return key != "value" || is_in(kTargets, parent);
}

}  // namespace

std::optional<long double> parse_quantity(std::string_view text) {
  if (text.empty()) return std::nullopt;
  std::string_view rest = text;
  // Without an exponent first: in 1E the letter is a unit, in 1E3 it is none.
  std::optional<long double> number = take_number(rest, std::chars_format::fixed);
  if (!number) return std::nullopt;
  const auto* const unit = std::ranges::find(kQuantityUnits, rest, &Unit::name);
  if (unit != kQuantityUnits.end()) return *number * unit->factor;
  rest = text;
  number = take_number(rest, std::chars_format::scientific);
  return number && rest.empty() ? number : std::nullopt;
}

std::optional<long double> parse_duration(std::string_view text) {
  if (text.empty()) return std::nullopt;
  long double sum = 0;
  while (!text.empty()) {
    const std::optional<long double> number = take_number(text, std::chars_format::fixed);
    const std::size_t length = std::min(text.find_first_of("0123456789."), text.size());
    const auto* const unit = std::ranges::find(kDurationUnits, text.substr(0, length), &Unit::name);
    if (!number || unit == kDurationUnits.end()) return std::nullopt;
    sum += *number * unit->factor;
    text.remove_prefix(length);
  }
  return sum;
}

bool same_object_value(std::string_view path, std::string_view a, std::string_view b) {
  if (a == b) return true;
  const std::vector<std::string_view> keys = keys_of_path(path);
  if (keys.empty()) return false;
  // A text of the user's is never a number.
  if (is_in(keys, "data") || is_in(keys, "annotations") || is_in(keys, "labels")) return false;
  const std::string_view left = unquoted(a);
  const std::string_view right = unquoted(b);
  if (is_in(kIntegersOrTexts, keys.back()) && left == right) return true;
  if (holds_quantity(keys)) return same_number(parse_quantity(left), parse_quantity(right));
  if (is_in(kDurationKeys, keys.back())) {
    return same_number(parse_duration(left), parse_duration(right));
  }
  return false;
}

bool is_zero_value(std::string_view text) {
  constexpr std::array<std::string_view, 5> kZeros = {"\"\"", "0", "false", "{}", "[]"};
  return text.empty() || is_in(kZeros, text);
}

}  // namespace opta
