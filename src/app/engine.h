#pragma once

#include <string>

#include "app/env.h"

namespace opta {

Exit engine_run(const std::string& record);

}  // namespace opta
