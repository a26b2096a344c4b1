#include "exec/terraform/diagnostic.h"

#include <algorithm>
#include <limits>

#include "exec/terraform/json.h"

namespace opta::terraform {

const Json& object_at(const Json& json, const char* name) {
  static const Json kEmpty = Json::object();
  if (!json.is_object()) return kEmpty;
  const auto found = json.find(name);
  return found != json.end() && found->is_object() ? *found : kEmpty;
}

std::string text_at(const Json& json, const char* name) {
  if (!json.is_object()) return {};
  const auto found = json.find(name);
  return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::uint64_t number_at(const Json& json, const char* name) {
  if (!json.is_object()) return 0;
  const auto found = json.find(name);
  if (found == json.end() || !found->is_number()) return 0;
  const double value = found->get<double>();
  constexpr double kLargest = 9e15;  // past this a double is no exact count
  return value > 0 ? static_cast<std::uint64_t>(std::min(value, kLargest)) : 0;
}

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
  const Json json = parse_json(line);
  if (text_at(json, "type") != "diagnostic") return std::nullopt;
  return diagnostic_from(object_at(json, "diagnostic"));
}

std::optional<std::vector<EngineDiagnostic>> decode_validation(std::string_view text) {
  const Json json = parse_json(text);
  if (!json.is_object() || !json.contains("valid")) return std::nullopt;
  std::vector<EngineDiagnostic> diagnostics;
  const auto list = json.find("diagnostics");
  if (list != json.end() && list->is_array()) {
    for (const Json& entry : *list) diagnostics.push_back(diagnostic_from(entry));
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
