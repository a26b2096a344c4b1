#include "base/wildcard.h"

namespace opta {

namespace {

char lower(char letter) {
  return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool is_same(char a, char b) {
  return a == b;
}
bool is_same_letter(char a, char b) {
  return lower(a) == lower(b);
}

using Compare = bool (*)(char a, char b);

Compare comparison(Letters letters) {
  return letters == Letters::kAnyCase ? is_same_letter : is_same;
}

// In time pattern × text at worst: only the last `*` is ever tried again. Where the text is a
// pattern itself, its `*` is taken by a `*` alone.
bool matches(std::string_view pattern, std::string_view text, Compare is_equal, bool is_pattern) {
  std::size_t at = 0;
  std::size_t next = 0;
  std::size_t star = std::string_view::npos;
  std::size_t resume = 0;
  while (next < text.size()) {
    const bool is_any_text = is_pattern && text[next] == '*';
    const bool is_any_letter = is_pattern && text[next] == '?';
    if (at < pattern.size() && pattern[at] == '*') {
      star = at++;
      resume = next;
    } else if (at < pattern.size() && !is_any_text &&
               (pattern[at] == '?' || (!is_any_letter && is_equal(pattern[at], text[next])))) {
      ++at;
      ++next;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      next = ++resume;
    } else {
      return false;
    }
  }
  while (at < pattern.size() && pattern[at] == '*') ++at;
  return at == pattern.size();
}

}  // namespace

bool matches_wildcard(std::string_view pattern, std::string_view text, Letters letters) {
  return matches(pattern, text, comparison(letters), false);
}

bool covers_wildcard(std::string_view wide, std::string_view narrow, Letters letters) {
  return matches(wide, narrow, comparison(letters), true);
}

}  // namespace opta
