#include "base/time_span.h"

#include <array>
#include <charconv>

namespace opta {

namespace {

struct Unit {
  char letter;
  std::int64_t seconds;
};
// From long to short: each may stand once, in this order.
constexpr std::array kUnits = {Unit{'d', 86400}, Unit{'h', 3600}, Unit{'m', 60}, Unit{'s', 1}};
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

}  // namespace opta
