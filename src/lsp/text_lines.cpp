#include "lsp/text_lines.h"

#include <algorithm>

namespace opta::lsp {

namespace {

// Bytes of the character at the beginning of the text. A byte that begins none is one by itself.
std::size_t character_size(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t size = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
  std::size_t taken = 1;
  while (taken < size && taken < text.size() &&
         (static_cast<unsigned char>(text[taken]) & 0xC0) == 0x80)
    ++taken;
  return taken == size ? size : 1;
}

std::size_t units(std::size_t size, Encoding encoding) {
  if (encoding == Encoding::kUtf8) return size;
  return size == 4 ? 2 : 1;
}

}  // namespace

TextLines::TextLines(std::string_view text) : text_(text) {
  starts_.push_back(0);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool ends = text[i] == '\n' || (text[i] == '\r' && !text.substr(i + 1).starts_with('\n'));
    if (ends) starts_.push_back(i + 1);
  }
}

Extent TextLines::line(std::size_t index) const {
  Extent extent{starts_[index], index + 1 < starts_.size() ? starts_[index + 1] : text_.size()};
  const auto is_end = [&](std::size_t at) { return text_[at] == '\n' || text_[at] == '\r'; };
  while (extent.end > extent.begin && is_end(extent.end - 1)) --extent.end;
  return extent;
}

std::size_t TextLines::line_of(std::size_t offset) const {
  return static_cast<std::size_t>(std::ranges::upper_bound(starts_, offset) - starts_.begin()) - 1;
}

std::size_t TextLines::offset(Point point, Encoding encoding) const {
  if (point.line < 0) return 0;
  if (static_cast<std::uint64_t>(point.line) >= starts_.size()) return text_.size();
  const Extent extent = line(static_cast<std::size_t>(point.line));
  auto left = static_cast<std::uint64_t>(std::max<std::int64_t>(point.column, 0));
  std::size_t at = extent.begin;
  while (at < extent.end) {
    const std::size_t size = character_size(text_.substr(at, extent.end - at));
    const std::size_t width = units(size, encoding);
    if (width > left) break;
    left -= width;
    at += size;
  }
  return at;
}

Point TextLines::point(std::size_t offset, Encoding encoding) const {
  offset = std::min(offset, text_.size());
  const std::size_t index = line_of(offset);
  const Extent extent = line(index);
  std::size_t column = 0;
  for (std::size_t at = extent.begin; at < std::min(offset, extent.end);) {
    const std::size_t size = character_size(text_.substr(at, extent.end - at));
    if (at + size > offset) break;
    column += units(size, encoding);
    at += size;
  }
  return {static_cast<std::int64_t>(index), static_cast<std::int64_t>(column)};
}

}  // namespace opta::lsp
