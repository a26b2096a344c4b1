// `opta drift`: what somebody changed outside Opta since the last apply.
#pragma once

#include "app/arguments.h"
#include "app/env.h"

namespace opta {

// kDrifted when there is something. Changes nothing: whose values win is the user's choice.
Exit drift(Env& env, const RunArguments& arguments);

}  // namespace opta
