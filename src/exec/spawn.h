// Starts a program: the one place that calls posix_spawn.
#pragma once

#include <string>
#include <vector>

#include <sys/types.h>

#include "base/result.h"
#include "exec/environment.h"

namespace opta {

struct SpawnRequest {
  std::vector<std::string> argv;  // argv[0]: a path, or a name found by the PATH in `environment`
  Environment environment = {};
  std::string folder = {};  // empty: ours
  int stdin_fd = -1;        // -1: /dev/null
  int stdout_fd = -1;
  int stderr_fd = -1;
  bool own_session = true;  // false: in ours, for a program that has the user's terminal
};

// The child leads a session of its own: Ctrl-C reaches us alone, so we decide what it means;
// signals to
// `-pid` reach the child and all it starts; and without a terminal nothing down there can stop to
// ask. All signals are as at the start of a program. Descriptors other than 0, 1 and 2 need
// O_CLOEXEC.
Result<pid_t> spawn(const SpawnRequest& request);

}  // namespace opta
