#include "exec/engine_run.h"

#include <cerrno>
#include <chrono>
#include <thread>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/file_system.h"
#include "exec/engine_record.h"
#include "exec/json.h"
#include "exec/spawn.h"

namespace opta {

namespace {

using Clock = std::chrono::steady_clock;

// The supervisor writes and syncs four small files before it answers; a slow disk takes its time.
constexpr std::chrono::seconds kStartLimit{60};
// Shorter than what an eye notices, and some ten microseconds of work each.
constexpr std::chrono::milliseconds kFollowPause{25};
constexpr std::size_t kErrorTextLimitBytes = 64U << 10U;

// The supervisor's one line, or what there is of it when it died or the time is over.
std::string read_start_line(int fd) {
  const Clock::time_point until = Clock::now() + kStartLimit;
  std::string line;
  while (line.find('\n') == std::string::npos) {
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
    if (left <= 0) break;
    pollfd source{fd, POLLIN, 0};
    if (::poll(&source, 1, static_cast<int>(left)) < 0 && errno != EINTR) break;
    if (source.revents == 0) continue;
    char buffer[4096];
    const ssize_t count = ::read(fd, buffer, sizeof buffer);
    if (count <= 0) break;
    line.append(buffer, static_cast<std::size_t>(count));
  }
  return line;
}

Result<EngineRun> understand_start(const std::string& record, const std::string& line) {
  const lenient::Json answer = lenient::parse(line);
  if (!answer.is_object()) {
    return fail("the engine's supervisor ended before it started the engine", line);
  }
  if (answer.contains("ok") && answer["ok"] == true) {
    return EngineRun{record, lenient::text_at(answer, "warning")};
  }
  return fail(lenient::text_at(answer, "message"), {},
              static_cast<int>(lenient::number_at(answer, "os_error")));
}

// A supervisor that we started ourselves stays in the process table until we ask for it.
void reap_if_ours(const std::string& record) {
  const Result<std::optional<record::Processes>> processes = record::read_processes(record);
  if (!processes || !*processes) return;
  const ProcessIdentity supervisor = (*processes)->supervisor;
  if (identify(supervisor.pid) == supervisor) ::waitpid(supervisor.pid, nullptr, WNOHANG);
}

// Reads on from where it stopped the last time.
class Tail {
 public:
  Tail(std::string path, LineSink sink) : path_(std::move(path)), lines_(std::move(sink)) {}

  Status read_on() {
    if (!fd_) fd_.reset(::open(path_.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!fd_ && errno == ENOENT) return {};
    if (!fd_) return fail_os(fmt::format("cannot open `{}`", path_), errno);
    char buffer[65536];
    while (true) {
      const ssize_t count = ::read(fd_.get(), buffer, sizeof buffer);
      if (count == 0) return {};
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) return fail_os(fmt::format("cannot read `{}`", path_), errno);
      lines_.add({buffer, static_cast<std::size_t>(count)});
    }
  }
  void finish() { lines_.finish(); }

 private:
  std::string path_;
  UniqueFd fd_;
  LineSplitter lines_;
};

}  // namespace

std::vector<std::string> default_launcher() {
  return {"/proc/self/exe", "engine-run"};
}

Result<EngineRun> start_engine(const EngineCommand& command, const std::string& record,
                               const std::vector<std::string>& launcher) {
  RealFileSystem files;
  OPTA_CHECK_OK(files.make_folders(record));
  const std::string folder = OPTA_TRY(files.canonical(record));
  ::chmod(folder.c_str(), 0700);
  if (files.kind(record::command_path(folder)) != FileKind::kMissing) {
    return fail(fmt::format("`{}` holds a run already", folder), {}, EEXIST);
  }
  OPTA_CHECK_OK(files.write(record::command_path(folder),
                            record::to_json({command.argv, command.folder}), 0600));

  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return fail_os("cannot make a pipe", errno);
  const UniqueFd read_end(ends[0]);
  UniqueFd write_end(ends[1]);
  std::vector<std::string> argv = launcher;
  argv.insert(argv.end(), {"--record", folder});
  const pid_t supervisor = OPTA_TRY(
      spawn({.argv = argv, .environment = command.environment, .stderr_fd = write_end.get()}));
  write_end.reset();

  Result<EngineRun> run = understand_start(folder, read_start_line(read_end.get()));
  if (!run) {
    ::kill(supervisor, SIGKILL);  // it has ended, or it is stuck and has no engine
    ::waitpid(supervisor, nullptr, 0);
  }
  return run;
}

Result<RunStatus> inspect(const std::string& record) {
  if (auto ended = OPTA_TRY(record::read_exit(record))) return *ended;
  const auto processes = OPTA_TRY(record::read_processes(record));
  if (!processes) return RunStatus{};
  if (processes->boot_id == boot_id() &&
      (is_alive(processes->supervisor) || (processes->engine && is_alive(*processes->engine)))) {
    return RunStatus{.state = RunState::kRunning};
  }
  // It may have ended between the two looks.
  if (auto ended = OPTA_TRY(record::read_exit(record))) return *ended;
  return RunStatus{.state = RunState::kDied};
}

Result<RunStatus> follow(const std::string& record, const FollowOptions& options) {
  Tail tail(record::out_path(record), options.on_line);
  int interrupts = 0;
  while (true) {
    // In this order: what is read after the end is everything.
    const RunStatus status = OPTA_TRY(inspect(record));
    OPTA_CHECK_OK(tail.read_on());
    if (status.state != RunState::kRunning) {
      tail.finish();
      reap_if_ours(record);
      return status;
    }
    if (options.leave.stop_requested()) return status;
    const int wanted = options.interrupt_count ? options.interrupt_count() : 0;
    if (interrupts < wanted && OPTA_TRY(interrupt(record))) ++interrupts;
    std::this_thread::sleep_for(kFollowPause);
  }
}

Result<bool> interrupt(const std::string& record) {
  const auto processes = OPTA_TRY(record::read_processes(record));
  if (!processes || !processes->engine || processes->boot_id != boot_id()) return false;
  return send_signal(*processes->engine, SIGINT);
}

Result<std::string> error_text(const std::string& record) {
  const std::string path = record::err_path(record);
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (!fd) return fail_os(fmt::format("cannot open `{}`", path), errno);
  struct stat info{};
  if (::fstat(fd.get(), &info) != 0) return fail_os(fmt::format("cannot read `{}`", path), errno);
  const off_t begin = std::max<off_t>(0, info.st_size - static_cast<off_t>(kErrorTextLimitBytes));
  std::string text(static_cast<std::size_t>(info.st_size - begin), '\0');
  const ssize_t count = ::pread(fd.get(), text.data(), text.size(), begin);
  if (count < 0) return fail_os(fmt::format("cannot read `{}`", path), errno);
  text.resize(static_cast<std::size_t>(count));
  return text;
}

}  // namespace opta
