// Reading JSON that others wrote, without trusting its shape. Only for .cpp files: headers would
// spread the library everywhere.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace opta::lenient {

using Json = nlohmann::json;

// Text that is not JSON gives a value in which nothing is found.
inline Json parse(std::string_view text) {
  return Json::parse(text, nullptr, false);
}

// An empty object, list or text, or zero, where the name is missing or holds something else.
const Json& object_at(const Json& json, const char* name);
const Json& list_at(const Json& json, const char* name);
std::string text_at(const Json& json, const char* name);
std::uint64_t number_at(const Json& json, const char* name);

}  // namespace opta::lenient
