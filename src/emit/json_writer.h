// JSON with two spaces of indentation, which remembers where each value with an origin was written.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

#include "emit/stack.h"

namespace opta {

using Json = nlohmann::ordered_json;

// A value's JSON pointer -> its origin.
using PointerOrigins = std::map<std::string, Span, std::less<>>;

// The pointer of what stands below `pointer` at `key`, a key or an index as it is written.
std::string below(const std::string& pointer, std::string_view key);

std::string write_json(const Json& root, const PointerOrigins& pointers, OriginMap& origins);

}  // namespace opta
