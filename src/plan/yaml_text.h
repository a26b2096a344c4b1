// JSON as YAML that people review: block style, the same bytes for the same value.
#pragma once

#include <string>

#include <nlohmann/json_fwd.hpp>

namespace opta {

// Keys are sorted, but for apiVersion, kind and metadata, which come first. What any YAML reader
// could take for something else than a text (`on`, `0644`, `1e3`) stands in quotes.
std::string yaml_text(const nlohmann::json& value);

}  // namespace opta
