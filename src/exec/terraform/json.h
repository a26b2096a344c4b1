// Reading an engine's JSON without trusting its shape. Only for the .cpp files of this folder.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "exec/terraform/diagnostic.h"

namespace opta::terraform {

using Json = nlohmann::json;

// Not JSON gives a value that is `is_discarded`.
inline Json parse_json(std::string_view text) {
  return Json::parse(text, nullptr, false);
}

// An empty object, text or number where the name is missing or holds something else.
const Json& object_at(const Json& json, const char* name);
std::string text_at(const Json& json, const char* name);
std::uint64_t number_at(const Json& json, const char* name);

EngineDiagnostic diagnostic_from(const Json& json);

}  // namespace opta::terraform
