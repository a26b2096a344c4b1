// `opta generate-terraform`: the stack as plain files that run without Opta.
#pragma once

#include "app/arguments.h"
#include "app/env.h"

namespace opta {

Exit generate_terraform(Env& env, const GenerateArguments& arguments);

}  // namespace opta
