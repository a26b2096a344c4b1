#pragma once

#include "app/arguments.h"
#include "app/env.h"

namespace opta {

Exit configure_kubectl(Env& env, const RunArguments& arguments);

}  // namespace opta
