// Diagnostics as SARIF 2.1.0, which code hosts show beside the lines of a change.
#pragma once

#include <string>

#include "diag/diagnostic.h"
#include "source/source_map.h"

namespace opta {

std::string render_sarif(const Diagnostics& diagnostics, const SourceMap& sources);

}  // namespace opta
