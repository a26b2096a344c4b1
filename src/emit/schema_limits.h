// The limits of a JSON Schema: of numbers, and of how much a text, a list or a map holds.
#pragma once

#include <optional>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "layer/value.h"

namespace opta {

// "is 0, below the least, 1", of the first limit that the value breaks. One that is not known
// breaks none.
std::optional<std::string> broken_limit(const nlohmann::json& schema, const Value& value);

// The value for a message: "`text`", "5", "a list".
std::string brief(const Value& value);

}  // namespace opta
