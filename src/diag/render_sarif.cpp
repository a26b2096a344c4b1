#include "diag/render_sarif.h"

#include <algorithm>
#include <map>
#include <string_view>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "diag/sarif.h"

namespace opta {

namespace {

using Json = nlohmann::ordered_json;

std::string_view level(Severity severity) {
  return severity == Severity::kError ? "error" : "warning";
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
  if (diagnostic.span) json["locations"] = Json::array({sarif_location(sources, diagnostic.span)});
  Json related = Json::array();
  for (const Label& label : diagnostic.labels) {
    if (!label.span) continue;
    Json entry = sarif_location(sources, label.span);
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
  return sarif_document(std::move(rules), std::move(results));
}

}  // namespace opta
