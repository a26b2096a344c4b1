#include "view/markdown_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace opta {

namespace {

// A line of its own could begin a block, in code too.
std::string one_line(std::string_view text) {
  std::string line = printable(text);
  std::ranges::replace(line, '\n', ' ');
  return line;
}

}  // namespace

std::string markdown_fence(std::string_view text, std::size_t shortest) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return std::string(std::max(shortest, longest + 1), '`');
}

std::string markdown_code(std::string_view text) {
  const std::string shown = one_line(text);
  const std::string ticks = markdown_fence(shown, 1);
  const std::string_view air = ticks.size() > 1 ? " " : "";
  return fmt::format("{}{}{}{}{}", ticks, air, shown, air, ticks);
}

std::string markdown_cell_code(std::string_view text) {
  std::string escaped;
  for (const char c : markdown_code(text))
    escaped += c == '|' ? std::string("\\|") : std::string(1, c);
  return escaped;
}

std::string markdown_plain(std::string_view text) {
  std::string escaped;
  for (const char c : one_line(text)) {
    if (std::string_view("\\`*_{}[]<>()#!|~&").find(c) != std::string_view::npos) escaped += '\\';
    escaped += c;
  }
  return escaped;
}

}  // namespace opta
