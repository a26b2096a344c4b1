// A value against a shape.
#pragma once

#include <string>

#include "catalog/shape.h"
#include "diag/diagnostic.h"
#include "layer/value.h"

namespace opta {

// Reports what does not fit and returns the value in the shape's type: the quoted number of an
// integer field becomes an integer. `path` names the value in messages:
// "node_launch_template.user_data".
Value check_value(Value value, const Shape& shape, const std::string& path,
                  Diagnostics& diagnostics);

// The field's default, or null; all of it is placed at `span`, the entry of the module that leaves
// the field out.
Value default_value(const Field& field, Span span);

}  // namespace opta
