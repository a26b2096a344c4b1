#include "diag/render_json.h"

#include <nlohmann/json.hpp>

#include "diag/json_text.h"

namespace opta {

namespace {

using Json = nlohmann::ordered_json;

void add_place(Json& json, const SourceMap& sources, Span span) {
  if (!span) {
    for (const char* name : {"file", "line", "column", "end_line", "end_column"})
      json[name] = nullptr;
    return;
  }
  const Region region = region_of(sources, span);
  json["file"] = sources.get(span.source).path();
  json["line"] = region.begin.line;
  json["column"] = region.begin.column;
  json["end_line"] = region.end.line;
  json["end_column"] = region.end.column;
}

Json to_json(const Diagnostic& diagnostic, const SourceMap& sources) {
  Json json;
  json["code"] = info(diagnostic.code).id;
  json["severity"] = diagnostic.severity() == Severity::kError ? "error" : "warning";
  json["message"] = diagnostic.message;
  add_place(json, sources, diagnostic.span);
  json["labels"] = Json::array();
  for (const Label& label : diagnostic.labels) {
    Json entry;
    entry["message"] = label.text;
    add_place(entry, sources, label.span);
    json["labels"].push_back(std::move(entry));
  }
  json["notes"] = diagnostic.notes;
  json["help"] = diagnostic.help.empty() ? Json(nullptr) : Json(diagnostic.help);
  if (!diagnostic.data.empty()) json["data"] = Json::parse(diagnostic.data, nullptr, false);
  return json;
}

}  // namespace

std::string render_json(const Diagnostics& diagnostics, const SourceMap& sources) {
  Json json;
  json["diagnostics"] = Json::array();
  for (const Diagnostic& diagnostic : diagnostics.sorted())
    json["diagnostics"].push_back(to_json(diagnostic, sources));
  json["errors"] = diagnostics.error_count();
  json["warnings"] = diagnostics.warning_count();
  json["not_shown"] = diagnostics.dropped_count();
  return to_text(json);
}

}  // namespace opta
