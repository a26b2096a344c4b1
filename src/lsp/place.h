// What the cursor is at.
#pragma once

#include <string_view>

#include "lsp/outline.h"

namespace opta::lsp {

struct Place {
  enum class Kind : std::uint8_t {
    kNowhere,  // a comment, or behind what is complete
    kKey,      // `branch` is the entry whose key it is
    kValue,    // of `branch`, written or to be written
    kGap,      // on an empty line, or between brackets: something new would stand in `branch`
  };
  Kind kind = Kind::kNowhere;
  std::size_t branch = Outline::kRoot;
  Extent word = {};         // what a completion replaces: the key, the scalar without its quotes
  std::int64_t column = 0;  // of the word, in bytes
};

Place place_at(std::string_view text, const Outline& outline, std::size_t offset);

}  // namespace opta::lsp
