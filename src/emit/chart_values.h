// A release's values as Helm sees them: over the chart's own, and held to the chart's schema.
#pragma once

#include <string>

#include "base/file_system.h"
#include "emit/release.h"
#include "source/source_map.h"

namespace opta {

// Lays `above` over `below`: maps key by key, everything else is replaced.
void lay_over(Value& below, Value above);

// Files of a chart; empty where it has none.
struct ChartFiles {
  std::string schema;  // values.schema.json
  std::string values;  // values.yaml
};
ChartFiles embedded_chart_files(const FileSystem& library, const ChartReference& chart);
ChartFiles local_chart_files(const FileSystem& disk, const ChartReference& chart);

// Reports values that the chart's schema refuses, at the line that they come from. Helm would say
// the same, but only when it renders. A chart without a schema, or with one that cannot be read,
// refuses nothing.
void check_values(const Release& release, const ChartFiles& chart, SourceMap& sources,
                  Diagnostics& diagnostics);

}  // namespace opta
