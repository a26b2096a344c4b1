// Whether a file of the user is JSON, said at the line where it stops being so.
#pragma once

#include "diag/diagnostic.h"
#include "source/source_map.h"

namespace opta {

// The text must be one JSON object, with each key once. False when that was reported.
bool check_json(const SourceMap& sources, SourceId source, Diagnostics& diagnostics);

}  // namespace opta
