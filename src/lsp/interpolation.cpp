#include "lsp/interpolation.h"

#include <algorithm>
#include <cctype>

namespace opta::lsp {

namespace {

bool in_name(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.';
}

}  // namespace

std::optional<BraceWord> brace_word(std::string_view text, Extent within, std::size_t offset) {
  within.end = std::min(within.end, text.size());
  if (!within.touches(offset)) return std::nullopt;
  // What was opened last before the place and is still open.
  enum class Open : std::uint8_t { kNothing, kName, kExpression } open = Open::kNothing;
  for (std::size_t i = within.begin; i < offset; ++i) {
    const std::string_view rest = text.substr(i, offset - i);
    if (open == Open::kExpression) {
      if (!rest.starts_with("}}")) continue;
      open = Open::kNothing;
      ++i;
    } else if (rest.starts_with("${{")) {
      open = Open::kExpression;
      i += 2;
    } else if (rest.starts_with("{{") || rest.starts_with("}}")) {
      ++i;
    } else if (rest.starts_with('{')) {
      open = Open::kName;
    } else if (rest.starts_with('}') || rest.starts_with('\n') || rest.starts_with(':')) {
      open = Open::kNothing;  // behind a colon is a format
    }
  }
  if (open == Open::kNothing) return std::nullopt;
  BraceWord found{.word = {offset, offset}, .is_expression = open == Open::kExpression};
  while (found.word.begin > within.begin && in_name(text[found.word.begin - 1])) --found.word.begin;
  while (found.word.end < within.end && in_name(text[found.word.end])) ++found.word.end;
  std::size_t behind = found.word.end;
  while (behind < within.end && text[behind] == ' ') ++behind;
  found.is_closed = behind < within.end && text[behind] == '}';
  return found;
}

}  // namespace opta::lsp
