// kubectl exec: a program in a container that runs.
#pragma once

#include "exec/kubectl/context.h"

namespace opta::kubectl {

struct ExecOptions {
  std::string pod;
  std::string container;
  std::string object_namespace = {};
  bool terminal = false;             // both ends of ours are one
  std::vector<std::string> command;  // taken as it stands: no shell reads it
};

// The whole command, for exec/foreground.h: the user's terminal is handed through.
Command exec_command(const Context& context, const ExecOptions& options);

}  // namespace opta::kubectl
