// `opta shell`: a shell, or a command, in a container that runs.
#pragma once

#include "app/arguments.h"
#include "app/env.h"

namespace opta {

// Exits as the command does.
Exit shell(Env& env, const ShellArguments& arguments);

}  // namespace opta
