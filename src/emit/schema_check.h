// Values against a JSON Schema, where parts of the values are known only after an apply. Those may
// fit: a fault is reported only when no outcome of the apply could mend it. That is what libraries
// cannot say, and why this is not one of them.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "layer/value.h"

namespace opta {

struct SchemaFault {
  std::string path;     // "ports[0].name"; empty for the values as a whole
  Span span;            // of the value, or of the key that should not be there
  std::string message;  // "is 0, below the least, 1"
  std::string reason;   // the schema's own words (`description` beside what failed), or empty
};

// Drafts 4 to 7, and of 2019-09 and 2020-12 what charts use. `format` says nothing; a reference to
// another document may fit.
std::vector<SchemaFault> check_schema(const nlohmann::json& schema, const Value& value);

}  // namespace opta
