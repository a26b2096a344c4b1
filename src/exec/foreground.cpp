#include "exec/foreground.h"

#include <cerrno>

#include <sys/wait.h>
#include <unistd.h>

#include "exec/spawn.h"

namespace opta {

namespace {

constexpr int kEndedBySignal = 128;  // as shells tell it

}  // namespace

Result<int> run_in_foreground(const Command& command) {
  const pid_t pid = OPTA_TRY(spawn({.argv = command.argv,
                                    .environment = command.environment,
                                    .folder = command.folder,
                                    .stdin_fd = STDIN_FILENO,
                                    .stdout_fd = STDOUT_FILENO,
                                    .stderr_fd = STDERR_FILENO,
                                    .own_session = false}));
  int status = 0;
  // Ctrl-C is the program's business; here it only cuts the wait short.
  while (::waitpid(pid, &status, 0) < 0) {
    if (errno != EINTR) return fail_os("cannot wait for a program", errno);
  }
  return WIFSIGNALED(status) ? kEndedBySignal + WTERMSIG(status) : WEXITSTATUS(status);
}

}  // namespace opta
