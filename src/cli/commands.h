// The command line: options to argument structs, one command to run. CLI11 is included in
// commands.cpp only.
#pragma once

#include "app/env.h"

namespace opta {

int run_command_line(int argc, const char* const* argv, Env& env);

}  // namespace opta
