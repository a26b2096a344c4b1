// Reading the AWS command line's answers. Only for the .cpp files of this folder.
#pragma once

#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace opta::aws {

using Json = nlohmann::json;

// Always an object: commands that have nothing to say print nothing.
Json parse_answer(std::string_view text);
std::string text_at(const Json& json, const char* name);
// An empty object or list where the name is missing or holds something else.
const Json& object_at(const Json& json, const char* name);
const Json& list_at(const Json& json, const char* name);

}  // namespace opta::aws
