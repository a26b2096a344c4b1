// The variables of a file: declared, given by the environment's entry, given by --var.
#pragma once

#include <map>

#include "layer/document.h"
#include "layer/load.h"
#include "layer/scope.h"

namespace opta {

// `chosen` may be null. --var decides over the environment's `variables` and `vars`, these over the
// default.
std::map<std::string, Variable, std::less<>> collect_variables(const Document& document,
                                                               const EnvironmentEntry* chosen,
                                                               const LoadOptions& options,
                                                               Diagnostics& diagnostics);

}  // namespace opta
