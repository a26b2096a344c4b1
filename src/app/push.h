// `opta push`: an image into the repository of a service.
#pragma once

#include "app/arguments.h"
#include "app/env.h"

namespace opta {

Exit push(Env& env, const DeployArguments& arguments);

}  // namespace opta
