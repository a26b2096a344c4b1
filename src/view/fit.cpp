#include "view/fit.h"

#include <algorithm>

#include "base/text.h"

namespace opta {

namespace {

constexpr std::string_view kDots = "...";

// Length in bytes of the character at the front; a stray byte counts as one.
std::size_t character_length(std::string_view text) {
  std::size_t length = 1;
  while (length < text.size() && (static_cast<unsigned char>(text[length]) & 0xC0) == 0x80)
    ++length;
  return length;
}

// The longest beginning that takes at most `columns`.
std::string_view beginning(std::string_view text, std::size_t columns) {
  std::size_t end = 0;
  for (std::size_t width = 0; end < text.size();) {
    const std::size_t length = character_length(text.substr(end));
    width += display_width(text.substr(end, length));
    if (width > columns) break;
    end += length;
  }
  return text.substr(0, end);
}

std::string_view ending(std::string_view text, std::size_t columns) {
  std::size_t width = display_width(text);
  while (width > columns) {
    const std::size_t length = character_length(text);
    width -= display_width(text.substr(0, length));
    text.remove_prefix(length);
  }
  return text;
}

}  // namespace

std::size_t visible_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const std::size_t escape = std::min(text.find("\x1b["), text.size());
    width += display_width(text.substr(0, escape));
    text.remove_prefix(escape);
    if (!text.empty()) text.remove_prefix(std::min(text.find('m'), text.size() - 1) + 1);
  }
  return width;
}

std::string cut_end(std::string_view text, std::size_t columns) {
  if (display_width(text) <= columns) return std::string(text);
  if (columns <= kDots.size()) return std::string(beginning(text, columns));
  return std::string(beginning(text, columns - kDots.size())) + std::string(kDots);
}

std::string cut_middle(std::string_view text, std::size_t columns) {
  if (display_width(text) <= columns) return std::string(text);
  if (columns <= kDots.size() + 2) return cut_end(text, columns);
  const std::size_t left = (columns - kDots.size()) / 2;
  const std::size_t right = columns - kDots.size() - left;
  return std::string(beginning(text, left)) + std::string(kDots) + std::string(ending(text, right));
}

std::string padded(std::string_view text, std::size_t columns) {
  const std::size_t width = visible_width(text);
  return std::string(text) + std::string(width < columns ? columns - width : 0, ' ');
}

std::string wrapped(std::string_view text, std::size_t columns, std::size_t indent) {
  std::string result;
  std::size_t width = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, end);
    const std::size_t word_width = visible_width(word);
    if (width > indent && width + 1 + word_width > columns) {
      result += '\n' + std::string(indent, ' ');
      width = indent;
    } else if (!result.empty()) {
      result += ' ';
      ++width;
    }
    result += word;
    width += word_width;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return result;
}

}  // namespace opta
