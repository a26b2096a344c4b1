#pragma once

#include "app/arguments.h"
#include "app/env.h"

namespace opta {

Exit show(Env& env, const RunArguments& arguments);

}  // namespace opta
