// `opta force-unlock`: shows whose lock it is, then takes it away.
#pragma once

#include "app/arguments.h"
#include "app/env.h"

namespace opta {

Exit force_unlock(Env& env, const RunArguments& arguments);

}  // namespace opta
