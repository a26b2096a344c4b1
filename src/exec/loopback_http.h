// GET from a server on this machine: enough HTTP to ask the sandbox how it is.
#pragma once

#include <chrono>
#include <string>

#include "base/result.h"

namespace opta {

struct LoopbackAnswer {
  int status = 0;
  std::string body;
};

// Connects to 127.0.0.1 only. The answer is read to its end, at most 16 MiB of it.
Result<LoopbackAnswer> loopback_get(int port, const std::string& path,
                                    std::chrono::milliseconds timeout);

}  // namespace opta
