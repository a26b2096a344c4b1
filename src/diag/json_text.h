// What the JSON renderers share: places, and writing text that may not be UTF-8.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

#include "source/source_map.h"

namespace opta {

struct Region {
  Position begin;
  Position end;  // past the last character
};

Region region_of(const SourceMap& sources, Span span);

// Bytes that are not UTF-8 become U+FFFD; the library would throw. Ends with a line end.
std::string to_text(const nlohmann::ordered_json& json);

}  // namespace opta
