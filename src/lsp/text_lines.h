// Places as editors count them: lines and columns from 0, columns in the units that were agreed on.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace opta::lsp {

enum class Encoding : std::uint8_t { kUtf8, kUtf16 };

struct Point {
  std::int64_t line = 0;
  std::int64_t column = 0;

  friend bool operator==(const Point&, const Point&) = default;
};

// Bytes [begin, end) of a text.
struct Extent {
  std::size_t begin = 0;
  std::size_t end = 0;

  bool touches(std::size_t offset) const { return begin <= offset && offset <= end; }
  bool empty() const { return begin >= end; }
  friend bool operator==(const Extent&, const Extent&) = default;
};

// The lines of a text, which must outlive this. Lines end in \n, \r\n or \r, as the protocol has
// it.
class TextLines {
 public:
  explicit TextLines(std::string_view text);

  // Any point and any offset have an answer inside the text: what lies beyond a line is its end,
  // what lies inside a character its beginning.
  std::size_t offset(Point point, Encoding encoding) const;
  Point point(std::size_t offset, Encoding encoding) const;

  std::size_t count() const { return starts_.size(); }
  // Without its line end.
  Extent line(std::size_t index) const;
  std::size_t line_of(std::size_t offset) const;

 private:
  std::string_view text_;
  std::vector<std::size_t> starts_;
};

}  // namespace opta::lsp
