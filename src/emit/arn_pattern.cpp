#include "emit/arn_pattern.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "base/wildcard.h"

namespace opta {

namespace {

std::string filtered(std::string value, std::string_view filter) {
  if (filter == "lower") return lower_case(value);
  std::size_t length = 0;
  std::from_chars(filter.data(), filter.data() + filter.size(), length);
  if (length == 0) return value;
  value.resize(std::min(value.size(), length));
  while (value.ends_with('-')) value.pop_back();
  return value;
}

// `**` says no more than `*`.
void append_pattern(std::string& text, std::string_view part) {
  for (const char c : part) {
    if (c != '*' || !text.ends_with('*')) text += c;
  }
}

}  // namespace

std::string fill_pattern(
    std::string_view text,
    const std::function<std::optional<std::string>(std::string_view name)>& value_of) {
  std::string filled;
  while (!text.empty()) {
    const std::size_t open = text.find('{');
    append_pattern(filled, text.substr(0, open));
    if (open == std::string_view::npos) break;
    const std::size_t close = text.find('}', open);
    const std::string_view inside = text.substr(open + 1, close - open - 1);
    const std::size_t bar = std::min(inside.find('|'), inside.size());
    const auto value = value_of(inside.substr(0, bar));
    append_pattern(filled, value ? filtered(*value, inside.substr(std::min(bar + 1, inside.size())))
                                 : std::string("*"));
    text = close == std::string_view::npos ? std::string_view() : text.substr(close + 1);
  }
  return filled;
}

std::vector<std::string> without_covered(std::vector<std::string> patterns) {
  std::ranges::sort(patterns);
  patterns.erase(std::ranges::unique(patterns).begin(), patterns.end());
  const std::vector<std::string> all = patterns;
  std::erase_if(patterns, [&](const std::string& one) {
    return std::ranges::any_of(
        all, [&](const std::string& other) { return other != one && covers_wildcard(other, one); });
  });
  return patterns;
}

}  // namespace opta
