// `opta output`: the outputs of the layer and of its environment.
#pragma once

#include "app/arguments.h"
#include "app/env.h"

namespace opta {

Exit output(Env& env, const RunArguments& arguments);

}  // namespace opta
