#include "diag/snippet.h"

#include <algorithm>

#include "base/text.h"

namespace opta {

namespace {

constexpr std::string_view kLeftOut = "...";
// A character takes at least one byte and rarely less than a column: so many bytes a column are
// looked at on both sides of the place, and a line of megabytes costs no more than a short one.
constexpr std::uint32_t kBytesPerColumn = 4;

bool continues_character(char byte) {
  return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

}  // namespace

Snippet::Snippet(const Source& source, Span span, std::size_t width) {
  split(source, span, width);
  cut(span, width);
}

void Snippet::split(const Source& source, Span span, std::size_t width) {
  line_ = source.position(span.begin).line;
  const std::string_view line = source.line(line_);
  const std::uint32_t start = source.line_start(line_);
  const auto size = static_cast<std::uint32_t>(line.size());
  const std::uint32_t place = std::min(span.begin - start, size);
  const std::uint32_t reach = static_cast<std::uint32_t>(width) * kBytesPerColumn;
  std::uint32_t begin = place > reach ? place - reach : 0;
  while (begin > 0 && continues_character(line[begin])) --begin;
  const std::uint32_t end = size - place > reach ? place + reach : size;
  cut_left_ = begin > 0;
  cut_right_ = end < size;
  for (std::uint32_t at = begin; at < end;) {
    std::uint32_t next = at + 1;
    while (next < size && next - at < 4 && continues_character(line[next])) ++next;
    std::string shown = printable(line.substr(at, next - at));
    const std::size_t shown_width = display_width(shown);
    cells_.push_back({start + at, columns_, shown_width, std::move(shown)});
    columns_ += shown_width;
    at = next;
  }
}

std::size_t Snippet::column_of(std::uint32_t offset) const {
  const auto cell = std::ranges::lower_bound(cells_, offset, {}, &Cell::offset);
  return cell == cells_.end() ? columns_ : cell->column;
}

void Snippet::cut(Span span, std::size_t width) {
  const std::size_t place = column_of(span.begin);
  std::size_t first = 0;
  std::size_t last = columns_;
  if (columns_ > width || cut_left_ || cut_right_) {
    // A third of the room in front of the place: what a value means stands mostly before it.
    first = place > width / 3 ? place - width / 3 : 0;
    if (!cut_right_ && columns_ < first + width) first = columns_ > width ? columns_ - width : 0;
    last = std::min(columns_, first + width);
    cut_left_ = cut_left_ || first > 0;
    cut_right_ = cut_right_ || last < columns_;
    if (cut_left_) first += kLeftOut.size();
    if (cut_right_ && last > first + kLeftOut.size()) last -= kLeftOut.size();
  }
  std::erase_if(cells_, [&](const Cell& cell) {
    return cell.column < first || cell.column + cell.width > last;
  });
  shift_ = cells_.empty() ? first : cells_.front().column;
  if (cut_left_) text_ += kLeftOut;
  for (const Cell& cell : cells_) text_ += cell.text;
  if (cut_right_) text_ += kLeftOut;
}

std::string Snippet::underline(Span span, char mark) const {
  const std::size_t pad = cut_left_ ? kLeftOut.size() : 0;
  const std::size_t shown =
      cells_.empty() ? 0 : cells_.back().column + cells_.back().width - shift_;
  // An offset in front of the first cell shown is column 0, one behind the last is the end.
  const auto place = [&](std::uint32_t offset) {
    const auto cell = std::ranges::lower_bound(cells_, offset, {}, &Cell::offset);
    return cell == cells_.end() ? shown : cell->column - shift_;
  };
  const std::size_t begin = place(span.begin);
  const std::size_t end = std::max(place(span.end), begin + 1);
  return std::string(pad + begin, ' ') + std::string(end - begin, mark);
}

}  // namespace opta
