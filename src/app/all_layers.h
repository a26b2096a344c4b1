// plan, apply and destroy over all layers of a folder. Each layer is a process of its own: the same
// program, for one file.
#pragma once

#include "app/arguments.h"
#include "app/env.h"

namespace opta {

enum class AllCommand : std::uint8_t { kPlan, kApply, kDestroy };

// `arguments.all_folder` is set.
Exit run_all(Env& env, AllCommand command, const RunArguments& arguments);

}  // namespace opta
