// Diagnostics for a person: each with its line and a caret, as good compilers show them.
#pragma once

#include <string>

#include "diag/diagnostic.h"
#include "source/source_map.h"

namespace opta {

struct TextOptions {
  bool colour = false;
  int width = 100;  // columns of the terminal; longer source lines are shown around the place
};

std::string render_text(const Diagnostic& diagnostic, const SourceMap& sources,
                        const TextOptions& options);
// All in the order of their places, and a closing line that counts them. Empty when there are none.
std::string render_text(const Diagnostics& diagnostics, const SourceMap& sources,
                        const TextOptions& options);

}  // namespace opta
