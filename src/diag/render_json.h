// Diagnostics for programs. The form is stable: fields are added, never changed, and always all
// there.
#pragma once

#include <string>

#include "diag/diagnostic.h"
#include "source/source_map.h"

namespace opta {

// {"diagnostics": [{code, severity, message, file, line, column, end_line, end_column, labels,
// notes, help}],
//  "errors": n, "warnings": n, "not_shown": n}
// A label has `message` and the same five fields of a place. What is not there is null; an end is
// past the last character. Lines and columns begin at 1; columns count code points.
std::string render_json(const Diagnostics& diagnostics, const SourceMap& sources);

}  // namespace opta
