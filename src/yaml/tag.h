// Explicit types: `!!str 12`. The core schema's seven tags are known, all others are refused.
#pragma once

#include <string_view>

#include "diag/diagnostic.h"
#include "yaml/node.h"
#include "yaml/scalar.h"

namespace opta::yaml {

// A tag as Event::tag has it, and as it is written in the text.
struct Tag {
  std::string_view resolved;
  std::string_view written;
  Span span;
};

// The value of a scalar with a tag. Reports a tag that is unknown or does not fit, and reads on
// without it.
Scalar resolve_tagged(const Tag& tag, std::string_view text, Style style, Diagnostics& diagnostics);

// Reports a tag that is unknown or not that of a list or a map.
void check_container_tag(const Tag& tag, Kind kind, Diagnostics& diagnostics);

// Whether the tag makes any scalar text, as quotes do.
bool is_text_tag(const Tag& tag);

}  // namespace opta::yaml
