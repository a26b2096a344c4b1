// The process: its streams, its environment, its terminal. All else is handed on in an Env.
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <exception>

#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#include "app/env.h"
#include "cli/commands.h"
#include "exec/foreground.h"

extern char** environ;

namespace opta {

namespace {

// Ctrl-C is counted, never acted on here: what it means depends on what runs.
std::atomic<int> interrupts = 0;

void count_interrupts() {
  struct sigaction action{};
  action.sa_handler = [](int) { interrupts.fetch_add(1, std::memory_order_relaxed); };
  action.sa_flags = 0;  // a question that waits for an answer ends
  ::sigaction(SIGINT, &action, nullptr);
  ::sigaction(SIGTERM, &action, nullptr);
}

// A result that did not arrive is a failure, whatever the command says.
bool write_failed = false;

void write_to(std::FILE* stream, std::string_view text) {
  const bool whole = std::fwrite(text.data(), 1, text.size(), stream) == text.size();
  if ((std::fflush(stream) != 0 || !whole) && stream == stdout) write_failed = true;
}

std::string ask(std::string_view question) {
  write_to(stderr, question);
  std::string answer;
  for (int c = std::getchar(); c != EOF && c != '\n'; c = std::getchar())
    answer += static_cast<char>(c);
  return answer;
}

// The terminal's echo, off while this lives.
class HiddenInput {
 public:
  HiddenInput() : changed_(::tcgetattr(STDIN_FILENO, &before_) == 0) {
    if (!changed_) return;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  ~HiddenInput() {
    if (changed_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
  }
  HiddenInput(const HiddenInput&) = delete;
  HiddenInput& operator=(const HiddenInput&) = delete;

 private:
  termios before_{};
  bool changed_;
};

std::string ask_hidden(std::string_view question) {
  const HiddenInput hidden;
  std::string answer = ask(question);
  write_to(stderr, "\n");  // the user's own was not shown
  return answer;
}

Result<std::string> read_input(std::uint64_t limit_bytes) {
  std::string text;
  char buffer[65536];
  for (ssize_t count = 1; count != 0;) {
    count = ::read(STDIN_FILENO, buffer, sizeof buffer);
    if (count < 0) return fail_os("cannot read standard input", errno);
    text.append(buffer, static_cast<std::size_t>(count));
    if (text.size() > limit_bytes)
      return fail(fmt::format("standard input is longer than {} bytes", limit_bytes));
  }
  return text;
}

std::optional<std::string> read_some(bool wait) {
  pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
  while (interrupts.load(std::memory_order_relaxed) == 0) {
    const int ready = ::poll(&input, 1, wait ? -1 : 0);
    if (ready == 0) return std::nullopt;
    std::string text(65536, '\0');
    const ssize_t count = ready < 0 ? -1 : ::read(STDIN_FILENO, text.data(), text.size());
    if (count < 0 && errno == EINTR) continue;
    text.resize(count < 0 ? 0 : static_cast<std::size_t>(count));
    return text;
  }
  return std::string();
}

int terminal_width(const Environment& variables) {
  winsize size{};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const std::string columns(value_of(variables, "COLUMNS"));
  const int width = std::atoi(columns.c_str());
  return width > 0 ? width : 100;
}

bool wants_colour(const Environment& variables, bool terminal) {
  if (!value_of(variables, "NO_COLOR").empty()) return false;
  if (!value_of(variables, "CLICOLOR_FORCE").empty()) return true;
  return terminal && value_of(variables, "TERM") != "dumb";
}

// OPTA_TODAY: how a report will read on another day, and tests that read the same on each.
Day today(const Environment& variables) {
  const auto given = parse_day(value_of(variables, "OPTA_TODAY"));
  return given.value_or(std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()));
}

int run(int argc, char** argv) {
  RealFileSystem disk;
  RealRunner runner;
  Env env{.disk = disk, .runner = runner, .variables = environment_from(environ)};
  env.out = [](std::string_view text) { write_to(stdout, text); };
  env.err = [](std::string_view text) { write_to(stderr, text); };
  env.out_is_terminal = ::isatty(STDOUT_FILENO) == 1;
  env.err_is_terminal = ::isatty(STDERR_FILENO) == 1;
  env.in_is_terminal = ::isatty(STDIN_FILENO) == 1;
  env.colour = wants_colour(env.variables, env.err_is_terminal);
  env.out_colour = wants_colour(env.variables, env.out_is_terminal);
  env.width = terminal_width(env.variables);
  env.ask = ask;
  env.ask_hidden = ask_hidden;
  env.read_input = read_input;
  env.read_some = read_some;
  env.run_in_foreground = run_in_foreground;
  env.today = [&variables = env.variables] { return today(variables); };
  env.now = [] {
    return std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
  };
  env.interrupt_count = [] { return interrupts.load(std::memory_order_relaxed); };
  count_interrupts();
  const int exit = run_command_line(argc, argv, env);
  if (exit == 0 && write_failed) {
    fmt::print(stderr, "opta: the output could not be written\n");
    return static_cast<int>(Exit::kEngineFailed);
  }
  return exit;
}

}  // namespace

}  // namespace opta

int main(int argc, char** argv) {
  try {
    return opta::run(argc, argv);
  } catch (const std::exception& error) {
    // Failures of the world come as values; what arrives here is a bug or the machine's memory
    // running out.
    fmt::print(stderr, "opta: internal error: {}. This is a bug in opta.\n", error.what());
    return 1;
  }
}
