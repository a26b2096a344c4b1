// Tells whether a process that was noted down still is the same one. A number alone does not: the
// system gives it away again, and after a restart it means nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <sys/types.h>

namespace opta {

struct ProcessIdentity {
  pid_t pid = 0;
  std::uint64_t start_time = 0;  // in clock ticks since the machine started, from /proc/PID/stat

  bool operator==(const ProcessIdentity&) const = default;
};

// Nothing when there is no such process. One that has ended and waits for its parent still has an
// identity.
std::optional<ProcessIdentity> identify(pid_t pid);
// Whether it is still there and has not ended. Holds within one boot only: compare `boot_id` as
// well.
bool is_alive(const ProcessIdentity& identity);
// Differs after each start of the machine.
std::string boot_id();
// Sends the signal unless the process is gone; tells whether it was sent.
bool send_signal(const ProcessIdentity& identity, int signal);

}  // namespace opta
