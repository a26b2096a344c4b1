// `opta doctor`: whether all that a layer needs is there and well.
#pragma once

#include "app/arguments.h"
#include "app/env.h"

namespace opta {

// Changes nothing. kEngineFailed when something is broken. `quick`: without a plan, so without what
// only a plan tells: quotas and drift.
Exit doctor(Env& env, const RunArguments& arguments, bool quick);

}  // namespace opta
