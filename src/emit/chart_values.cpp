#include "emit/chart_values.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "emit/schema_check.h"
#include "layer/message.h"
#include "yaml/read.h"

namespace opta {

namespace {

constexpr std::uint64_t kChartFileMax = 4u << 20;
// A schema that refuses one value often refuses many, and the first ones say why.
constexpr std::size_t kFaultsMax = 10;

ChartFiles chart_files(const FileSystem& files, const std::string& folder) {
  const auto text = [&](const char* name) {
    return files.read(join_path(folder, name), kChartFileMax).value_or(std::string());
  };
  return {.schema = text("values.schema.json"), .values = text("values.yaml")};
}

// `defaults` is the chart's own values.yaml.
void report(const Release& release, const SchemaFault& fault, SourceId defaults,
            Diagnostics& diagnostics) {
  const bool written = fault.span && fault.span.source != defaults && fault.span != release.span;
  Diagnostic& diagnostic = diagnostics.report(
      Code::kChartValues, written ? fault.span : release.type_span,
      fault.path.empty()
          ? fmt::format("the values of the chart `{}`: {}", release.chart.name, fault.message)
          : fmt::format("`{}` of the chart `{}` {}", shown(fault.path), release.chart.name,
                        fault.message),
      fmt::format("`opta help {}` describes the fields that values come from", release.type));
  if (!fault.reason.empty()) diagnostic.notes.push_back(shown(fault.reason));
}

}  // namespace

void lay_over(Value& below, Value above) {  // NOLINT(misc-no-recursion): as deep as values are
  for (Entry& entry : above.entries) {
    const auto found = std::ranges::find(below.entries, entry.key, &Entry::key);
    if (found == below.entries.end()) {
      below.entries.push_back(std::move(entry));
    } else if (found->value.kind == ValueKind::kMap && entry.value.kind == ValueKind::kMap) {
      lay_over(found->value, std::move(entry.value));
    } else {
      found->value = std::move(entry.value);
    }
  }
}

ChartFiles embedded_chart_files(const FileSystem& library, const ChartReference& chart) {
  return chart_files(library, join_path("charts", chart.name));
}

ChartFiles local_chart_files(const FileSystem& disk, const ChartReference& chart) {
  return chart_files(disk, chart.path);
}

void check_values(const Release& release, const ChartFiles& chart, SourceMap& sources,
                  Diagnostics& diagnostics) {
  if (chart.schema.empty()) return;
  const nlohmann::json schema = nlohmann::json::parse(chart.schema, nullptr, false);
  if (schema.is_discarded()) return;
  Value values;
  values.kind = ValueKind::kMap;
  SourceId source = 0;
  if (!chart.values.empty()) {
    Diagnostics of_the_chart;
    source = sources.add(release.chart.name + "/values.yaml", chart.values);
    const auto root = yaml::read(sources, source, of_the_chart);
    if (!root) return;
    if (root->kind == yaml::Kind::kMap) values = plain_value(*root);
  }
  lay_over(values, release.values);
  std::size_t shown_faults = 0;
  for (const SchemaFault& fault : check_schema(schema, values)) {
    if (++shown_faults > kFaultsMax) break;
    report(release, fault, source, diagnostics);
  }
}

}  // namespace opta
