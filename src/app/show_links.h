// `opta show links`: who may reach what, as the file says.
#pragma once

#include "app/arguments.h"
#include "app/env.h"

namespace opta {

Exit show_links(Env& env, const LayerArguments& arguments);

}  // namespace opta
