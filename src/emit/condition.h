// The conditions of `when:` in a module's releases.
#pragma once

#include <string_view>

#include "layer/layer.h"

namespace opta {

// `name` (it is true, or has a value), `name = v`, `name != v`, `always`; joined by `and`, which
// binds stronger, and `or`. Names are inputs and wires of the module. A value that only an apply
// can tell counts as given.
bool holds(std::string_view condition, const ModuleUse& use);

}  // namespace opta
