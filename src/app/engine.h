// The hidden command that stands between Opta and a running engine; see exec/engine_run.h.
#pragma once

#include <string>

#include "app/env.h"

namespace opta {

Exit engine_run(const std::string& record);

}  // namespace opta
