// A Value as Terraform's JSON syntax writes it.
#pragma once

#include <string>
#include <string_view>

#include "emit/json_writer.h"
#include "layer/value.h"

namespace opta {

// Literal text in Terraform's JSON: `${` and `%{` begin a template there, so they are doubled.
std::string escape_template(std::string_view text);

// `pointer` is the value's place in the root; origins of it and of all below it are added to
// `origins`.
Json terraform_value(const Value& value, const std::string& pointer, PointerOrigins& origins);

}  // namespace opta
