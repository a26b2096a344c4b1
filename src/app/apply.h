// `opta apply`: plan, look, ask, make.
#pragma once

#include "app/arguments.h"
#include "app/env.h"

namespace opta {

Exit apply(Env& env, const RunArguments& arguments);

}  // namespace opta
