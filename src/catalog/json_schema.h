// The catalog as a JSON Schema (draft 7), for editors: the YAML language server completes and
// checks with it.
#pragma once

#include <string>

#include "catalog/catalog.h"

namespace opta {

// Of files for `cloud`. It accepts all that the checker accepts; relations between fields it leaves
// to the checker.
std::string json_schema(const Catalog& catalog, std::string_view cloud);

}  // namespace opta
