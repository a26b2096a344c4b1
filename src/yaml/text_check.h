// What is wrong with a text before it is YAML at all, and the way from libyaml's marks to bytes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace opta::yaml {

// Bytes [begin, end) of a text that no YAML file may hold.
struct BadText {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  std::string message = {};
  std::string help = {};
};

// Bytes of a byte order mark at the front: 3 or 0.
std::uint32_t byte_order_mark(std::string_view text);

// The first place that is not UTF-8 or is a character which YAML excludes. libyaml would find it
// too, but with a terse text and, for some of them, without a place.
std::optional<BadText> find_bad_text(std::string_view text);

// Byte offsets of code points: libyaml counts code points, our spans count bytes.
class CodePointIndex {
 public:
  // `text` must be UTF-8. A byte order mark at its front is not counted as a code point, as in
  // libyaml.
  explicit CodePointIndex(std::string_view text);

  // Past the end is the end.
  std::uint32_t byte_offset(std::size_t code_point) const;

 private:
  static constexpr std::size_t kStep = 64;  // code points between two remembered offsets

  std::string_view text_;
  std::vector<std::uint32_t> offsets_;  // of every kStep-th code point
};

}  // namespace opta::yaml
