#include "base/suggest.h"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

namespace opta {

namespace {

constexpr std::string_view kDidYouMean = "did you mean ";
constexpr std::size_t kSuggestionsMax = 3;
constexpr std::size_t kWordMax =
    128;  // nobody mistypes a longer one by two letters; bounds the table

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(result, result.begin(), [](unsigned char c) { return std::tolower(c); });
  return result;
}

// `node_size` and `node-size` differ by habit, not by letters.
std::string folded(std::string_view text) {
  std::string result = lower(text);
  std::ranges::replace(result, '-', '_');
  return result;
}

}  // namespace

int edit_distance(std::string_view a, std::string_view b) {
  std::vector<int> before(b.size() + 1), last(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] =
          std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

std::vector<std::string> suggest(std::string_view word, const std::vector<std::string>& known) {
  if (word.empty() || word.size() > kWordMax) return {};
  const std::string wanted = folded(word);
  const int budget = std::clamp(static_cast<int>(word.size()) / 3, 1, 2);
  std::vector<std::pair<int, std::string>> ranked;
  for (const std::string& name : known) {
    const std::string candidate = folded(name);
    const bool prefix =
        wanted.size() >= 3 && (candidate.starts_with(wanted) || candidate.ends_with(wanted));
    const int distance = prefix ? 1 : edit_distance(wanted, candidate);
    if (distance <= budget) ranked.emplace_back(distance, name);
  }
  std::ranges::sort(ranked);
  std::vector<std::string> names;
  for (auto& [distance, name] : ranked) {
    if (names.size() < kSuggestionsMax && std::ranges::find(names, name) == names.end()) {
      names.push_back(std::move(name));
    }
  }
  return names;
}

std::string did_you_mean(std::string_view word, const std::vector<std::string>& known) {
  const std::vector<std::string> names = suggest(word, known);
  if (names.empty()) return {};
  std::string text(kDidYouMean);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
    text += fmt::format("`{}`", names[i]);
  }
  return text + "?";
}

std::vector<std::string> suggestions_in(std::string_view help) {
  std::vector<std::string> names;
  if (!help.starts_with(kDidYouMean)) return names;
  help.remove_prefix(kDidYouMean.size());
  while (help.starts_with('`')) {
    const std::size_t end = help.find('`', 1);
    if (end == std::string_view::npos) break;
    names.emplace_back(help.substr(1, end - 1));
    help.remove_prefix(end + 1);
    if (help.starts_with('?')) break;
    help.remove_prefix(std::min(help.find('`'), help.size()));
  }
  return names;
}

}  // namespace opta
