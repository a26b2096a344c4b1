// The conditions of `when:` in a module's releases and notices.
#pragma once

#include <string_view>

#include "layer/layer.h"

namespace opta {

// `name` (it is true, or has a value), `name = v`, `name != v`, `always`; joined by `and`, which
// binds stronger, and `or`. Names are inputs and wires of the module, or paths into them:
// `labels.tier`. A value that only an apply can tell counts as given.
bool holds(std::string_view condition, const ModuleUse& use);

// Whether the value says something: true, or not empty.
bool is_given(const Value& value);

// The argument, or a value below it: "labels.tier". Null when there is none.
const Value* value_at(const ModuleUse& use, std::string_view path);

}  // namespace opta
