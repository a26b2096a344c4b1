// `opta upgrade --plan`: which versions to go to, in which order, and what ends when.
#pragma once

#include "app/arguments.h"
#include "app/env.h"

namespace opta {

Exit upgrade_plan(Env& env, const LayerArguments& arguments);

}  // namespace opta
