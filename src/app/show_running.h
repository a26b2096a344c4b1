// `opta show`: what runs of a layer's services, since when and by whom.
#pragma once

#include "app/arguments.h"
#include "app/env.h"

namespace opta {

// Asks the cluster alone: no Terraform, no lock. A layer without services has its resources shown
// where `or_resources` says so.
Exit show_running(Env& env, const RunArguments& arguments, bool or_resources);

}  // namespace opta
