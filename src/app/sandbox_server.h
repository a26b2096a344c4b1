// The AWS emulator as a process of this user: one at a time, on loopback, with a record of its pid
// and port.
#pragma once

#include <optional>
#include <string>

#include "app/env.h"
#include "base/file_system.h"

namespace opta {

struct SandboxServer {
  int pid = 0;
  int port = 0;
  bool answers = false;
  std::string endpoint() const;
};

// The running server, asked for its health; nothing when there is none. A record of a dead one is
// removed.
std::optional<SandboxServer> find_sandbox(Env& env);
// The running one, or a new one from the library's emulator.
Result<SandboxServer> start_sandbox(Env& env, const FileSystem& library);
// Ends it by its pid; true when there was one. All that was in it is gone.
Result<bool> stop_sandbox(Env& env);

}  // namespace opta
