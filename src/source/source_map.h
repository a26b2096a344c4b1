// The texts that were read, and places in them. A span is twelve bytes; lines and columns are found
// when printed.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace opta {

// A file's number in its SourceMap. 0 means "no file": a value from the command line or from Opta
// itself.
using SourceId = std::uint32_t;

// Bytes [begin, end) of one source. A default span points nowhere.
struct Span {
  SourceId source = 0;
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  explicit operator bool() const { return source != 0; }
  friend bool operator==(const Span&, const Span&) = default;
  friend auto operator<=>(const Span&, const Span&) = default;
};

// Both 1-based. `column` counts code points, as editors do.
struct Position {
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

class Source {
 public:
  Source(std::string path, std::string text);

  const std::string& path() const { return path_; }
  const std::string& text() const { return text_; }
  Position position(std::uint32_t offset) const;
  // The line's text without its line end. `line` is 1-based and must exist.
  std::string_view line(std::uint32_t line) const;
  std::uint32_t line_count() const { return static_cast<std::uint32_t>(line_starts_.size()); }
  std::uint32_t line_start(std::uint32_t line) const { return line_starts_[line - 1]; }

 private:
  std::string path_;  // as the user would write it
  std::string text_;
  std::vector<std::uint32_t> line_starts_;
};

// Owns all sources of a run; references stay valid as it grows.
class SourceMap {
 public:
  // `text` must be shorter than 4 GiB (the reader's limit is far below).
  SourceId add(std::string path, std::string text);
  const Source& get(SourceId id) const;  // id must not be 0
  std::string_view text(Span span) const;
  // "path:line:column", or an empty text for a span that points nowhere.
  std::string describe(Span span) const;

 private:
  std::deque<Source> sources_;
};

}  // namespace opta
