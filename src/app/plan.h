// `opta plan`: what apply would change. Touches nothing in the cloud.
#pragma once

#include "app/arguments.h"
#include "app/env.h"

namespace opta {

Exit plan(Env& env, const RunArguments& arguments);

}  // namespace opta
