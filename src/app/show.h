// `opta show`: the resources that the layer has, by module.
#pragma once

#include "app/arguments.h"
#include "app/env.h"

namespace opta {

Exit show(Env& env, const RunArguments& arguments);

}  // namespace opta
