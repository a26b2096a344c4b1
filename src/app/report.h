// How a command says that the world failed it.
#pragma once

#include <string>

#include "app/env.h"
#include "diag/diagnostic.h"

namespace opta {

// Prints the error under its code; the exit is that of the code's group: 2 for the command line, 1
// for engines.
Exit report_error(Env& env, Code code, const Error& error);

}  // namespace opta
