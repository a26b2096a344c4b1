// The JSON form of an engine's diagnostics. Only for the .cpp files of this folder.
#pragma once

#include "exec/json.h"
#include "exec/terraform/diagnostic.h"

namespace opta::terraform {

EngineDiagnostic diagnostic_from(const lenient::Json& json);

}  // namespace opta::terraform
