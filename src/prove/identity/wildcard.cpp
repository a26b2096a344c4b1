#include "prove/identity/wildcard.h"

#include <string>

#include "base/wildcard.h"

namespace opta::prove {

namespace {

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

Truth fits(const Value& pattern, std::string_view text, Letters letters) {
  if (!pattern.is_text() || pattern.is_secret()) {
    return pattern.is_unknown() || pattern.is_secret() ? Truth::kUnknown : Truth::kNo;
  }
  if (!pattern.text().contains("${")) {
    return truth(matches_wildcard(pattern.text(), text, letters));
  }
  const bool may = matches_wildcard(without_variables(pattern.text()), text, letters);
  return may ? Truth::kUnknown : Truth::kNo;
}

}  // namespace

bool matches_action(std::string_view pattern, std::string_view action) {
  return matches_wildcard(pattern, action, Letters::kAnyCase);
}

bool matches_resource(std::string_view pattern, std::string_view resource) {
  return matches_wildcard(pattern, resource);
}

bool covers_action(std::string_view wide, std::string_view narrow) {
  return covers_wildcard(wide, narrow, Letters::kAnyCase);
}

bool has_wildcard(std::string_view text) {
  return text.find_first_of("*?") != std::string_view::npos;
}

Truth fits_action(const Value& pattern, std::string_view action) {
  return fits(pattern, action, Letters::kAnyCase);
}

Truth fits_resource(const Value& pattern, std::string_view resource) {
  return fits(pattern, resource, Letters::kExact);
}

}  // namespace opta::prove
