#include "base/time_span.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"

namespace opta {

namespace {

struct Unit {
  char letter;
  std::int64_t seconds;
  const char* word;
};
// From long to short: each may stand once, in this order.
constexpr std::array kUnits = {Unit{'d', 86400, "day"}, Unit{'h', 3600, "hour"},
                               Unit{'m', 60, "minute"}, Unit{'s', 1, "second"}};
constexpr std::int64_t kSecondsMax = std::int64_t{3653} * 86400;

}  // namespace

std::optional<std::chrono::seconds> parse_time_span(std::string_view text) {
  std::int64_t total = 0;
  std::size_t next = 0;
  while (!text.empty()) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    const auto digits = static_cast<std::size_t>(end - text.data());
    if (error != std::errc() || number < 0 || number > kSecondsMax || digits == text.size())
      return std::nullopt;
    while (next < kUnits.size() && kUnits[next].letter != text[digits]) ++next;
    if (next == kUnits.size()) return std::nullopt;
    total += number * kUnits[next++].seconds;
    if (total > kSecondsMax) return std::nullopt;
    text.remove_prefix(digits + 1);
  }
  if (total == 0) return std::nullopt;
  return std::chrono::seconds(total);
}

std::string time_span_text(std::chrono::seconds span) {
  constexpr std::int64_t kNearlyParts = 20;  // 19 of 20 parts of a unit count as one
  const std::int64_t seconds = std::max<std::int64_t>(span.count(), 0);
  for (const Unit& unit : kUnits) {
    if (seconds * kNearlyParts < unit.seconds * (kNearlyParts - 1)) continue;
    return counted(static_cast<std::size_t>((seconds + unit.seconds / 2) / unit.seconds),
                   unit.word);
  }
  return "0 seconds";
}

}  // namespace opta
