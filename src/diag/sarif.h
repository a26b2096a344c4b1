// The frame of SARIF 2.1.0, which code hosts show beside the lines of a change, and places in it.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "source/source_map.h"

namespace opta {

// A `location` with its physicalLocation.
nlohmann::ordered_json sarif_location(const SourceMap& sources, Span span);
// The same of a file as a whole, which stands at its first line: hosts refuse what has none.
nlohmann::ordered_json sarif_location(std::string_view path);
// A document of one run, which names rules and results.
std::string sarif_document(nlohmann::ordered_json rules, nlohmann::ordered_json results);

}  // namespace opta
