// A node's anchor and tag in the text: libyaml gives their values, not their places.
#pragma once

#include <cstdint>
#include <string_view>

namespace opta::yaml {

struct Range {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
};

struct Properties {
  Range anchor = {};          // with its `&`; empty for none
  Range tag = {};             // with its `!`
  std::uint32_t content = 0;  // where the value itself begins
};

// Reads `&name` and `!tag` at `begin`, in any order, up to `end`.
Properties read_properties(std::string_view text, std::uint32_t begin, std::uint32_t end);

}  // namespace opta::yaml
