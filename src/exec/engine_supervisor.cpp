// The supervisor's half of exec/engine_run.h: starts the engine, waits, notes how it ended.
#include <cerrno>
#include <chrono>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file_system.h"
#include "exec/engine_record.h"
#include "exec/engine_run.h"
#include "exec/spawn.h"

extern "C" char** environ;

namespace opta {

namespace {

// A result that cannot be written is tried again for so long: somebody may make room meanwhile.
constexpr int kExitTries = 60;
constexpr std::chrono::seconds kExitRetryDelay{1};

Result<UniqueFd> open_output(const std::string& path) {
  UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!fd) return fail_os(fmt::format("cannot write `{}`", path), errno);
  return fd;
}

// Everything that a running engine's record needs, made before the engine: from then on a full disk
// costs output lines, but neither the run nor its result.
struct Prepared {
  record::CommandFile command;
  UniqueFd out;
  UniqueFd err;
  record::ReservedFile pids;
  record::ReservedFile exit;
  record::Processes processes;
};

Result<Prepared> prepare(const std::string& folder) {
  record::Processes processes{identify(::getpid()).value_or(ProcessIdentity{}), std::nullopt,
                              boot_id()};
  Prepared prepared{.command = OPTA_TRY(record::read_command(folder)),
                    .out = OPTA_TRY(open_output(record::out_path(folder))),
                    .err = OPTA_TRY(open_output(record::err_path(folder))),
                    .pids = OPTA_TRY(record::ReservedFile::create(record::pid_path(folder))),
                    .exit = OPTA_TRY(record::ReservedFile::create(record::exit_path(folder))),
                    .processes = processes};
  // First without the engine: if we die in the next instant, the record says that somebody was
  // here.
  OPTA_CHECK_OK(RealFileSystem().write(record::pid_path(folder), record::to_json(processes), 0600));
  return prepared;
}

// Tells who started us how the start went, by one line on standard error, then lets go of all
// streams.
void report_start(const Status& started, std::string_view warning) {
  nlohmann::json line = {{"ok", started.has_value()}, {"warning", warning}};
  if (!started) {
    line["message"] = started.error().message;
    line["os_error"] = started.error().os_error;
  }
  const std::string text =
      line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
  // Nobody may be there to read it any more; the run goes on all the same.
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, text.data(), text.size());
  const UniqueFd null(::open("/dev/null", O_RDWR | O_CLOEXEC));
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::dup2(null.get(), fd);
}

std::string wait_for_end(pid_t engine) {
  siginfo_t info{};
  while (::waitid(P_PID, static_cast<id_t>(engine), &info, WEXITED) != 0 && errno == EINTR) {
  }
  return info.si_code == CLD_EXITED ? record::exit_to_json(info.si_status, 0)
                                    : record::exit_to_json(0, info.si_status);
}

}  // namespace

int engine_run_main(const std::string& folder) {
  for (const int signal : {SIGHUP, SIGINT, SIGTERM, SIGQUIT, SIGPIPE}) ::signal(signal, SIG_IGN);
  ::umask(0077);

  Result<Prepared> prepared = prepare(folder);
  if (!prepared) {
    report_start(tl::make_unexpected(prepared.error()), {});
    return 1;
  }
  const Result<pid_t> engine = spawn({.argv = prepared->command.argv,
                                      .environment = environment_from(environ),
                                      .folder = prepared->command.folder,
                                      .stdout_fd = prepared->out.get(),
                                      .stderr_fd = prepared->err.get()});
  if (!engine) {
    // Nothing ran, so the record must not look as if something had died.
    ::unlink(record::pid_path(folder).c_str());
    report_start(tl::make_unexpected(engine.error()), {});
    return 1;
  }
  prepared->processes.engine = identify(*engine);
  const Status noted = prepared->pids.commit(record::to_json(prepared->processes));
  report_start({}, noted ? std::string_view() : noted.error().message);

  const std::string end = wait_for_end(*engine);
  for (int tries = 0; tries < kExitTries; ++tries) {
    if (prepared->exit.commit(end)) return 0;
    std::this_thread::sleep_for(kExitRetryDelay);
  }
  return 1;
}

}  // namespace opta
