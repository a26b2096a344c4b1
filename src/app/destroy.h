// `opta destroy`: takes down all that the layer has, then its state.
#pragma once

#include "app/arguments.h"
#include "app/env.h"

namespace opta {

Exit destroy(Env& env, const RunArguments& arguments);

}  // namespace opta
