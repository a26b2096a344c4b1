#include "diag/json_text.h"

#include <nlohmann/json.hpp>

namespace opta {

Region region_of(const SourceMap& sources, Span span) {
  const Source& source = sources.get(span.source);
  return {source.position(span.begin), source.position(span.end)};
}

std::string to_text(const nlohmann::ordered_json& json) {
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + '\n';
}

}  // namespace opta
