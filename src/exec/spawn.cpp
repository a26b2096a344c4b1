#include "exec/spawn.h"

#include <cerrno>

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <spawn.h>
#include <sys/stat.h>

namespace opta {

namespace {

// posix_spawn's two argument blocks, freed on every way out.
struct SpawnPlan {
  posix_spawn_file_actions_t actions{};
  posix_spawnattr_t attributes{};

  SpawnPlan() {
    posix_spawn_file_actions_init(&actions);
    posix_spawnattr_init(&attributes);
  }
  SpawnPlan(const SpawnPlan&) = delete;
  SpawnPlan& operator=(const SpawnPlan&) = delete;
  ~SpawnPlan() {
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
  }
};

void connect(SpawnPlan& plan, int from, int to, int open_flags) {
  if (from < 0) {
    posix_spawn_file_actions_addopen(&plan.actions, to, "/dev/null", open_flags, 0);
  } else {
    posix_spawn_file_actions_adddup2(&plan.actions, from, to);
  }
}

void set_signals_and_session(SpawnPlan& plan, bool own_session) {
  sigset_t none;
  sigset_t all;
  sigemptyset(&none);
  sigfillset(&all);
  posix_spawnattr_setsigmask(&plan.attributes, &none);
  posix_spawnattr_setsigdefault(&plan.attributes, &all);
  const int flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
  posix_spawnattr_setflags(&plan.attributes,
                           static_cast<short>(own_session ? flags | POSIX_SPAWN_SETSID : flags));
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  result.reserve(texts.size() + 1);
  for (std::string& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

// A missing folder and a missing program give the same errno; the user needs to know which it was.
tl::unexpected<Error> explain(const SpawnRequest& request, const std::string& program, int error) {
  struct stat info{};
  if (!request.folder.empty() && ::stat(request.folder.c_str(), &info) != 0) {
    return fail_os(fmt::format("cannot start `{}` in `{}`", program, request.folder), errno);
  }
  return fail_os(fmt::format("cannot start `{}`", program), error);
}

}  // namespace

Result<pid_t> spawn(const SpawnRequest& request) {
  if (request.argv.empty()) return fail_os("cannot start a program without a name", EINVAL);
  const std::optional<std::string> program =
      find_program(request.argv.front(), request.environment);
  if (!program) return fail_os(fmt::format("cannot start `{}`", request.argv.front()), ENOENT);

  SpawnPlan plan;
  set_signals_and_session(plan, request.own_session);
  connect(plan, request.stdin_fd, 0, O_RDONLY);
  connect(plan, request.stdout_fd, 1, O_WRONLY);
  connect(plan, request.stderr_fd, 2, O_WRONLY);
  // What we ourselves inherited may lack O_CLOEXEC.
  posix_spawn_file_actions_addclosefrom_np(&plan.actions, 3);
  if (!request.folder.empty()) {
    posix_spawn_file_actions_addchdir_np(&plan.actions, request.folder.c_str());
  }

  std::vector<std::string> arguments = request.argv;
  std::vector<std::string> variables;
  variables.reserve(request.environment.size());
  for (const auto& [name, value] : request.environment) {
    variables.push_back(fmt::format("{}={}", name, value));
  }
  pid_t pid = 0;
  const int error = ::posix_spawn(&pid, program->c_str(), &plan.actions, &plan.attributes,
                                  pointers(arguments).data(), pointers(variables).data());
  if (error != 0) return explain(request, *program, error);
  return pid;
}

}  // namespace opta
