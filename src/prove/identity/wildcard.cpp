#include "prove/identity/wildcard.h"

#include <string>

namespace opta::prove {

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

// With `*` for each variable.
std::string without_variables(std::string_view pattern) {
  std::string plain;
  while (!pattern.empty()) {
    const std::size_t start = pattern.find("${");
    plain += pattern.substr(0, start);
    if (start == std::string_view::npos) break;
    plain += '*';
    const std::size_t end = pattern.find('}', start);
    pattern = end == std::string_view::npos ? std::string_view() : pattern.substr(end + 1);
  }
  return plain;
}

Truth fits(const Value& pattern, std::string_view text, Compare is_equal) {
  if (!pattern.is_text() || pattern.is_secret()) {
    return pattern.is_unknown() || pattern.is_secret() ? Truth::kUnknown : Truth::kNo;
  }
  if (!pattern.text().contains("${")) {
    return truth(matches(pattern.text(), text, is_equal, false));
  }
  const bool may = matches(without_variables(pattern.text()), text, is_equal, false);
  return may ? Truth::kUnknown : Truth::kNo;
}

}  // namespace

bool matches_action(std::string_view pattern, std::string_view action) {
  return matches(pattern, action, is_same_letter, false);
}

bool matches_resource(std::string_view pattern, std::string_view resource) {
  return matches(pattern, resource, is_same, false);
}

bool covers_action(std::string_view wide, std::string_view narrow) {
  return matches(wide, narrow, is_same_letter, true);
}

bool has_wildcard(std::string_view text) {
  return text.find_first_of("*?") != std::string_view::npos;
}

Truth fits_action(const Value& pattern, std::string_view action) {
  return fits(pattern, action, is_same_letter);
}

Truth fits_resource(const Value& pattern, std::string_view resource) {
  return fits(pattern, resource, is_same);
}

}  // namespace opta::prove
