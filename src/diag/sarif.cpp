#include "diag/sarif.h"

#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "diag/json_text.h"

namespace opta {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kSchema = "https://json.schemastore.org/sarif-2.1.0.json";

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

}  // namespace

Json sarif_location(const SourceMap& sources, Span span) {
  const Region region = region_of(sources, span);
  Json json;
  json["physicalLocation"]["artifactLocation"]["uri"] = uri(sources.get(span.source).path());
  json["physicalLocation"]["region"] = {{"startLine", region.begin.line},
                                        {"startColumn", region.begin.column},
                                        {"endLine", region.end.line},
                                        {"endColumn", region.end.column}};
  return json;
}

Json sarif_location(std::string_view path) {
  Json json;
  json["physicalLocation"]["artifactLocation"]["uri"] = uri(path);
  json["physicalLocation"]["region"]["startLine"] = 1;
  return json;
}

std::string sarif_document(Json rules, Json results) {
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
