// `opta deploy`: an image into the service's repository, and the service onto it, by digest.
#pragma once

#include "app/arguments.h"
#include "app/env.h"

namespace opta {

// An apply with another image. Without one named, what runs goes on. Where the repository is not
// there yet, an apply makes it first.
Exit deploy(Env& env, const DeployArguments& arguments);

}  // namespace opta
