#include "exec/terraform/diagnostic.h"

#include <algorithm>
#include <limits>

#include "exec/terraform/json.h"

namespace opta::terraform {

using lenient::Json;
using lenient::list_at;
using lenient::number_at;
using lenient::object_at;
using lenient::parse;
using lenient::text_at;

namespace {

std::uint32_t offset_at(const Json& position) {
  constexpr std::uint64_t kMax = std::numeric_limits<std::uint32_t>::max();
  return static_cast<std::uint32_t>(std::min(number_at(position, "byte"), kMax));
}

std::optional<GeneratedRange> range_from(const Json& json) {
  const Json& range = object_at(json, "range");
  GeneratedRange result{text_at(range, "filename"), offset_at(object_at(range, "start")),
                        offset_at(object_at(range, "end"))};
  if (result.file.empty()) return std::nullopt;
  result.end_byte = std::max(result.begin_byte, result.end_byte);
  return result;
}

}  // namespace

EngineDiagnostic diagnostic_from(const Json& json) {
  return {
      .severity = text_at(json, "severity") == "warning" ? Severity::kWarning : Severity::kError,
      .summary = text_at(json, "summary"),
      .detail = text_at(json, "detail"),
      .address = text_at(json, "address"),
      .range = range_from(json)};
}

std::optional<EngineDiagnostic> decode_diagnostic(std::string_view line) {
  const Json json = parse(line);
  if (text_at(json, "type") != "diagnostic") return std::nullopt;
  return diagnostic_from(object_at(json, "diagnostic"));
}

std::optional<std::vector<EngineDiagnostic>> decode_validation(std::string_view text) {
  const Json json = parse(text);
  if (!json.is_object() || !json.contains("valid")) return std::nullopt;
  std::vector<EngineDiagnostic> diagnostics;
  for (const Json& entry : list_at(json, "diagnostics")) {
    diagnostics.push_back(diagnostic_from(entry));
  }
  return diagnostics;
}

Event to_event(const EngineDiagnostic& diagnostic) {
  return {.kind = EventKind::kEngineDiagnostic,
          .text = diagnostic.summary,
          .detail = diagnostic.detail,
          .address = diagnostic.address,
          .ok = diagnostic.severity != Severity::kError};
}

}  // namespace opta::terraform
