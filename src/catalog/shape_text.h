// How people are told what may be written: `opta help` and editors.
#pragma once

#include <string>
#include <string_view>

#include "catalog/module_definition.h"

namespace opta {

// A value on one line: `["a", "b"]`.
std::string node_text(const yaml::Node& node);
// "list of string", "integer, 1 to 65535"
std::string shape_text(const Shape& shape);
// "a service's file"
std::string_view placement_text(Placement placement);

}  // namespace opta
