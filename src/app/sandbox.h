// `opta sandbox`: the AWS emulator on this machine.
#pragma once

#include "app/arguments.h"
#include "app/env.h"

namespace opta {

Exit sandbox(Env& env, const SandboxArguments& arguments);

}  // namespace opta
