// `opta preview list` and `opta preview prune`.
#pragma once

#include "app/arguments.h"
#include "app/env.h"

namespace opta {

// Of the file's layer; of all layers where the file is an environment's.
Exit list_previews(Env& env, const RunArguments& arguments);

// Destroys the previews of the file's layer that have expired, one after the other. One that fails
// does not keep the others.
Exit prune_previews(Env& env, const RunArguments& arguments);

}  // namespace opta
