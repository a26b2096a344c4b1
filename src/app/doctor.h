// `opta doctor`: whether all that a layer needs is there and well.
#pragma once

#include "app/arguments.h"
#include "app/env.h"

namespace opta {

// Changes nothing, and needs no Terraform. kEngineFailed when something is broken.
Exit doctor(Env& env, const RunArguments& arguments);

}  // namespace opta
