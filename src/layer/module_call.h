// Modules that are not of the library: Terraform that the user names (`calls:` in module.yaml).
#pragma once

#include <string>

#include "diag/diagnostic.h"
#include "layer/layer.h"

namespace opta {

// As a module block takes it: a folder of the stack, or an address as it was written.
std::string source_of_call(const ModuleUse& use);

// What Terraform would say only when it runs. Of a folder it is known which variables and outputs
// there are, and whether it calls modules outside of it. The user's files have been read.
void check_calls(const Layer& layer, SourceMap& sources, Diagnostics& diagnostics);

}  // namespace opta
