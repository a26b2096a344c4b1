#include "exec/process.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <optional>

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/unique_fd.h"
#include "exec/pidfd.h"
#include "exec/spawn.h"

namespace opta {

namespace {

using Clock = std::chrono::steady_clock;

// How often an interrupt count is asked: at once, to a person.
constexpr std::chrono::milliseconds kInterruptPause{100};

// One of the child's two output streams.
struct Stream {
  UniqueFd fd = {};
  LineSplitter lines{LineSink{}};
  std::string* kept = nullptr;
};

struct Pipe {
  UniqueFd read_end;
  UniqueFd write_end;
};

Result<Pipe> make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return fail_os("cannot make a pipe", errno);
  return Pipe{UniqueFd(ends[0]), UniqueFd(ends[1])};
}

// The input as a file in memory: the child reads when it likes, we never wait for it, and a child
// that does not read it raises no SIGPIPE here.
Result<UniqueFd> input_file(const std::string& text) {
  UniqueFd fd(::memfd_create("stdin", MFD_CLOEXEC));
  if (!fd) return fail_os("cannot keep a program's input", errno);
  std::size_t written = 0;
  while (written < text.size()) {
    const ssize_t count = ::write(fd.get(), text.data() + written, text.size() - written);
    if (count < 0) return fail_os("cannot keep a program's input", errno);
    written += static_cast<std::size_t>(count);
  }
  ::lseek(fd.get(), 0, SEEK_SET);
  return fd;
}

// Watches one child from its start to the last byte of its output.
class Watch {
 public:
  Watch(pid_t pid, const Command& command, std::chrono::milliseconds grace)
      : pid_(pid),
        limit_(command.output_limit_bytes),
        grace_(grace),
        interrupt_count_(command.interrupt_count) {
    if (command.timeout.count() > 0) timeout_at_ = Clock::now() + command.timeout;
  }

  Result<Captured> follow(UniqueFd out, const LineSink& on_out, UniqueFd err,
                          const LineSink& on_err, const std::stop_token& stop);

 private:
  // What the loop waits for, in the order of the poll list.
  enum Source : std::size_t { kOut, kErr, kChild, kStop, kSourceCount };

  int wait_milliseconds() const;
  void on_deadlines();
  void hand_on_interrupts();
  void read_some(Stream& stream);
  void interrupt();
  void reap();
  bool finished() const;

  pid_t pid_;
  std::size_t limit_;
  std::chrono::milliseconds grace_;
  const std::function<int()>& interrupt_count_;
  int interrupts_sent_ = 0;
  Captured captured_;
  std::array<Stream, 2> streams_{};
  std::optional<Clock::time_point> timeout_at_;
  std::optional<Clock::time_point> kill_at_;     // set once we have asked it to stop
  std::optional<Clock::time_point> drain_till_;  // set once it has ended
};

int Watch::wait_milliseconds() const {
  std::optional<Clock::time_point> next;
  for (const auto& deadline : {timeout_at_, kill_at_, drain_till_}) {
    if (deadline && (!next || *deadline < *next)) next = deadline;
  }
  if (interrupt_count_ && !drain_till_) {
    const auto pause = Clock::now() + kInterruptPause;
    if (!next || pause < *next) next = pause;
  }
  if (!next) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(*next - Clock::now());
  return static_cast<int>(std::clamp<std::int64_t>(left.count(), 0, 60'000));
}

void Watch::interrupt() {
  timeout_at_.reset();
  if (kill_at_ || drain_till_) return;
  ::kill(-pid_, SIGINT);
  kill_at_ = Clock::now() + grace_;
}

void Watch::on_deadlines() {
  const Clock::time_point now = Clock::now();
  if (timeout_at_ && now >= *timeout_at_ && !drain_till_) {
    captured_.timed_out = true;
    interrupt();
  }
  if (kill_at_ && now >= *kill_at_ && !drain_till_) {
    ::kill(-pid_, SIGKILL);
    kill_at_ =
        Clock::now() + grace_;  // only so that the loop does not spin until the child is gone
  }
}

// To the program alone: what it has started is its own business.
void Watch::hand_on_interrupts() {
  if (!interrupt_count_ || drain_till_) return;
  for (const int wanted = interrupt_count_(); interrupts_sent_ < wanted; ++interrupts_sent_) {
    ::kill(pid_, SIGINT);
  }
}

void Watch::read_some(Stream& stream) {
  char buffer[65536];
  const ssize_t count = ::read(stream.fd.get(), buffer, sizeof buffer);
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (count <= 0) return stream.fd.reset();
  const std::string_view bytes(buffer, static_cast<std::size_t>(count));
  const std::string_view kept = bytes.substr(0, limit_ - stream.kept->size());
  captured_.truncated = captured_.truncated || kept.size() < bytes.size();
  *stream.kept += kept;
  stream.lines.add(bytes);
}

void Watch::reap() {
  // Before the child is reaped its number cannot be given to anyone else: the one moment at which
  // the rest of a group that had to be stopped can be swept up safely.
  if (kill_at_) ::kill(-pid_, SIGKILL);
  siginfo_t info{};
  while (::waitid(P_PID, static_cast<id_t>(pid_), &info, WEXITED) != 0 && errno == EINTR) {
  }
  (info.si_code == CLD_EXITED ? captured_.exit_code : captured_.signal) = info.si_status;
  timeout_at_.reset();
  kill_at_.reset();
  drain_till_ = Clock::now() + RealRunner::kDrain;
}

bool Watch::finished() const {
  if (!drain_till_) return false;
  return (!streams_[0].fd && !streams_[1].fd) || Clock::now() >= *drain_till_;
}

Result<Captured> Watch::follow(UniqueFd out, const LineSink& on_out, UniqueFd err,
                               const LineSink& on_err, const std::stop_token& stop) {
  streams_ = {Stream{std::move(out), LineSplitter(on_out), &captured_.out},
              Stream{std::move(err), LineSplitter(on_err), &captured_.err}};
  const UniqueFd child(::pidfd_open(pid_, 0));
  const UniqueFd wake(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!child || !wake) {
    const int error = errno;
    ::kill(-pid_, SIGKILL);
    reap();
    return fail_os("cannot watch a program", error);
  }
  const std::stop_callback on_stop(stop, [&] { ::eventfd_write(wake.get(), 1); });

  while (!finished()) {
    std::array<pollfd, kSourceCount> sources{};
    sources[kOut] = {streams_[0].fd.get(), POLLIN, 0};  // poll passes over a descriptor of -1
    sources[kErr] = {streams_[1].fd.get(), POLLIN, 0};
    sources[kChild] = {drain_till_ ? -1 : child.get(), POLLIN, 0};
    sources[kStop] = {captured_.stopped ? -1 : wake.get(), POLLIN, 0};
    if (::poll(sources.data(), sources.size(), wait_milliseconds()) < 0 && errno != EINTR) {
      return fail_os("cannot wait for a program", errno);
    }
    if (sources[kOut].revents != 0) read_some(streams_[0]);
    if (sources[kErr].revents != 0) read_some(streams_[1]);
    if (sources[kStop].revents != 0) {
      captured_.stopped = !drain_till_;
      interrupt();
    }
    if (sources[kChild].revents != 0) reap();
    on_deadlines();
    hand_on_interrupts();
  }
  for (Stream& stream : streams_) stream.lines.finish();
  return std::move(captured_);
}

bool is_plain(char letter) {
  constexpr std::string_view kPlain = "@%+=:,./-_";
  return (std::isalnum(static_cast<unsigned char>(letter)) != 0) ||
         kPlain.find(letter) != std::string_view::npos;
}

}  // namespace

Result<Captured> RealRunner::run(const Command& command, const LineSink& on_out,
                                 const LineSink& on_err, std::stop_token stop) {
  Pipe out = OPTA_TRY(make_pipe());
  Pipe err = OPTA_TRY(make_pipe());
  UniqueFd input;
  if (!command.stdin_text.empty()) input = OPTA_TRY(input_file(command.stdin_text));
  const pid_t pid = OPTA_TRY(spawn({.argv = command.argv,
                                    .environment = command.environment,
                                    .folder = command.folder,
                                    .stdin_fd = input.get(),
                                    .stdout_fd = out.write_end.get(),
                                    .stderr_fd = err.write_end.get()}));
  // Ours must go, or we would never see the end of the output.
  out.write_end.reset();
  err.write_end.reset();
  return Watch(pid, command, grace_)
      .follow(std::move(out.read_end), on_out, std::move(err.read_end), on_err, stop);
}

std::string command_line(const std::vector<std::string>& argv) {
  std::string text;
  for (const std::string& word : argv) {
    if (!text.empty()) text += ' ';
    if (!word.empty() && std::ranges::all_of(word, is_plain)) {
      text += word;
      continue;
    }
    text += '\'';
    for (const char letter : word) {
      if (letter == '\'') {
        text += R"('\'')";
      } else {
        text += letter;
      }
    }
    text += '\'';
  }
  return text;
}

}  // namespace opta
