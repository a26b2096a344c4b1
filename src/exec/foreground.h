// Runs a program that has the user's terminal: an interactive shell, for one.
#pragma once

#include "exec/process.h"

namespace opta {

// The program shares our input, output and process group, so that keys, Ctrl-C among them, reach
// it as if it were alone. Of the command only `argv`, `environment` and `folder` count. The exit
// code, or 128 and the signal that ended it.
Result<int> run_in_foreground(const Command& command);

}  // namespace opta
