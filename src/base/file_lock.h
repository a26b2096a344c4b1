// Waits for a file to be ours alone among the processes of this machine.
#pragma once

#include <functional>
#include <string>

#include "base/result.h"
#include "base/unique_fd.h"

namespace opta {

// Makes the file where there is none. The lock goes with the descriptor, so with the process at the
// latest. A signal ends the wait when `give_up` says so: an Error with `os_error` EINTR.
Result<UniqueFd> wait_for_file_lock(const std::string& path,
                                    const std::function<bool()>& give_up = {});

}  // namespace opta
