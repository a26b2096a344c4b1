// libyaml's terse words to a diagnostic that says what to do.
#pragma once

#include <string_view>

#include "diag/diagnostic.h"
#include "yaml/event.h"

namespace opta::yaml {

void report_syntax_error(std::string_view text, SourceId source, const SyntaxError& error,
                         Diagnostics& diagnostics);

}  // namespace opta::yaml
