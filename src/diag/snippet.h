// One line of a source as a terminal shows it, cut to a width around a place in it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "source/source_map.h"

namespace opta {

class Snippet {
 public:
  // The line where `span` begins, in at most `width` columns; what is left out at a side becomes
  // "...".
  Snippet(const Source& source, Span span, std::size_t width);

  std::uint32_t line() const { return line_; }
  const std::string& text() const { return text_; }
  // A line that marks `span` under the text with `mark`; of a span over several lines the part on
  // this one. Empty when nothing of it is shown.
  std::string underline(Span span, char mark) const;

 private:
  // A character of the line: where it is written, and where it is shown.
  struct Cell {
    std::uint32_t offset = 0;
    std::size_t column = 0;
    std::size_t width = 0;
    std::string text;
  };

  void split(const Source& source, Span span, std::size_t width);
  void cut(Span span, std::size_t width);
  std::size_t column_of(std::uint32_t offset) const;

  std::uint32_t line_ = 0;
  std::vector<Cell> cells_;
  std::size_t columns_ = 0;  // of all cells
  bool cut_left_ = false;    // text is left out at this side
  bool cut_right_ = false;
  std::size_t shift_ = 0;  // column of the first one shown
  std::string text_;
};

}  // namespace opta
