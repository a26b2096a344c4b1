// What holds for whatever a stage reports about hostile bytes.
#pragma once

#include <string>

#include "base/check.h"
#include "diag/diagnostic.h"
#include "diag/render_json.h"
#include "diag/render_sarif.h"
#include "diag/render_text.h"
#include "source/source_map.h"

namespace opta::fuzz {

inline void check_span(const SourceMap& sources, Span span) {
  if (!span) return;
  OPTA_ASSERT(span.begin <= span.end);
  OPTA_ASSERT(span.end <= sources.get(span.source).text().size());
}

// Every place is inside its text, and all of it can be shown in each of the three forms.
inline void check_diagnostics(const SourceMap& sources, const Diagnostics& diagnostics) {
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    OPTA_ASSERT(!diagnostic.message.empty());
    check_span(sources, diagnostic.span);
    for (const Label& label : diagnostic.labels) check_span(sources, label.span);
  }
  OPTA_ASSERT(render_text(diagnostics, sources, {.colour = true, .width = 40}).empty() ==
              diagnostics.all().empty());
  OPTA_ASSERT(!render_json(diagnostics, sources).empty());
  OPTA_ASSERT(!render_sarif(diagnostics, sources).empty());
}

}  // namespace opta::fuzz
