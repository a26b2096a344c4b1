#include "diag/render_sarif.h"

#include <algorithm>
#include <map>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "diag/json_text.h"

namespace opta {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kSchema = "https://json.schemastore.org/sarif-2.1.0.json";

std::string_view level(Severity severity) {
  return severity == Severity::kError ? "error" : "warning";
}

// A path as a URI reference: everything but RFC 3986's unreserved characters and "/" as %XX.
std::string uri(std::string_view path) {
  std::string result;
  for (const char c : path) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    result += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return result.starts_with('/') ? "file://" + result : result;
}

Json location(const SourceMap& sources, Span span) {
  const Region region = region_of(sources, span);
  Json json;
  json["physicalLocation"]["artifactLocation"]["uri"] = uri(sources.get(span.source).path());
  json["physicalLocation"]["region"] = {{"startLine", region.begin.line},
                                        {"startColumn", region.begin.column},
                                        {"endLine", region.end.line},
                                        {"endColumn", region.end.column}};
  return json;
}

// SARIF has one message for a result; notes and help belong to what a reader must know.
std::string whole_message(const Diagnostic& diagnostic) {
  std::string text = diagnostic.message;
  for (const std::string& note : diagnostic.notes) text += "\nNote: " + note;
  if (!diagnostic.help.empty()) text += "\nHelp: " + diagnostic.help;
  return text;
}

Json result_of(const Diagnostic& diagnostic, std::size_t rule, const SourceMap& sources) {
  Json json;
  json["ruleId"] = info(diagnostic.code).id;
  json["ruleIndex"] = rule;
  json["level"] = level(diagnostic.severity());
  json["message"]["text"] = whole_message(diagnostic);
  if (diagnostic.span) json["locations"] = Json::array({location(sources, diagnostic.span)});
  Json related = Json::array();
  for (const Label& label : diagnostic.labels) {
    if (!label.span) continue;
    Json entry = location(sources, label.span);
    entry["message"]["text"] = label.text;
    related.push_back(std::move(entry));
  }
  if (!related.empty()) json["relatedLocations"] = std::move(related);
  return json;
}

Json rule_of(Code code) {
  const CodeInfo& about = info(code);
  Json json;
  json["id"] = about.id;
  json["shortDescription"]["text"] = about.title;
  json["help"]["text"] = trim(about.explanation);
  json["help"]["markdown"] = trim(about.explanation);
  json["defaultConfiguration"]["level"] = level(about.severity);
  return json;
}

}  // namespace

std::string render_sarif(const Diagnostics& diagnostics, const SourceMap& sources) {
  const std::vector<Diagnostic> sorted = diagnostics.sorted();
  std::map<Code, std::size_t> rule_index;  // only codes that occur, in their own order
  for (const Diagnostic& diagnostic : sorted) rule_index.emplace(diagnostic.code, 0);
  Json rules = Json::array();
  for (auto& [code, index] : rule_index) {
    index = rules.size();
    rules.push_back(rule_of(code));
  }
  Json results = Json::array();
  for (const Diagnostic& diagnostic : sorted)
    results.push_back(result_of(diagnostic, rule_index.at(diagnostic.code), sources));
  Json run;
  run["tool"]["driver"] = {
      {"name", "opta"}, {"semanticVersion", OPTA_VERSION}, {"rules", std::move(rules)}};
  run["columnKind"] = "unicodeCodePoints";
  run["results"] = std::move(results);
  Json json;
  json["$schema"] = kSchema;
  json["version"] = "2.1.0";
  json["runs"] = Json::array({std::move(run)});
  return to_text(json);
}

}  // namespace opta
