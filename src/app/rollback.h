// `opta rollback`: a service back to an earlier revision.
#pragma once

#include "app/arguments.h"
#include "app/env.h"

namespace opta {

// The objects of the release become those of the revision; the cloud and the file stay as they are.
// What a deployment has set, such as the image, is then what later applies keep.
Exit rollback(Env& env, const RollbackArguments& arguments);

}  // namespace opta
