// The stream that a command talks on, as the views want it.
#pragma once

#include <unistd.h>

#include "app/env.h"
#include "view/terminal.h"

namespace opta {

inline Terminal examine(const Env& env) {
  return decide_terminal(STDERR_FILENO, env.err_is_terminal,
                         [&env](const char* name) -> const char* {
                           const auto found = env.variables.find(name);
                           return found == env.variables.end() ? nullptr : found->second.c_str();
                         });
}

}  // namespace opta
