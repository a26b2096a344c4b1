// Runs a program to its end, with its output in memory and, line by line, in a sink.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "exec/environment.h"
#include "exec/lines.h"

namespace opta {

// An argument list goes to the program as it stands; no shell ever reads it. It is visible to every
// user of the machine in `ps`: secrets belong into the environment or `stdin_text`.
struct Command {
  static constexpr std::size_t kOutputLimitBytes = 16U << 20U;

  std::vector<std::string> argv = {};
  Environment environment = {};  // all of it
  std::string folder = {};       // empty: ours
  std::string stdin_text = {};
  std::chrono::milliseconds timeout{0};                // 0: none
  std::size_t output_limit_bytes = kOutputLimitBytes;  // for each of `out` and `err`
  // How many SIGINTs the program should have had by now; asked every now and then. For programs
  // that decide for themselves what an interrupt means, and take as long as they take to end.
  std::function<int()> interrupt_count = {};
};

// How the program ended. A failed program is not an Error: its caller knows what its exit code
// means.
struct Captured {
  int exit_code = 0;
  int signal = 0;          // the signal that ended it, or 0
  bool timed_out = false;  // `timeout` passed and we stopped it
  bool stopped = false;    // the stop token asked and we stopped it
  bool truncated = false;  // `out` or `err` reached the limit; the sinks saw every line
  std::string out = {};
  std::string err = {};

  bool succeeded() const { return exit_code == 0 && signal == 0 && !timed_out && !stopped; }
};

class Runner {
 public:
  virtual ~Runner() = default;
  // An Error when the program cannot be started; `os_error` is ENOENT when there is none.
  virtual Result<Captured> run(const Command& command, const LineSink& on_out = {},
                               const LineSink& on_err = {}, std::stop_token stop = {}) = 0;
};

class RealRunner final : public Runner {
 public:
  // From SIGINT, which lets a program put things in order, to SIGKILL.
  static constexpr std::chrono::milliseconds kInterruptGrace{10'000};
  // How long we read on after the program has ended while something it started holds its output
  // open.
  static constexpr std::chrono::milliseconds kDrain{500};

  explicit RealRunner(std::chrono::milliseconds grace = kInterruptGrace) : grace_(grace) {}

  Result<Captured> run(const Command& command, const LineSink& on_out = {},
                       const LineSink& on_err = {}, std::stop_token stop = {}) override;

 private:
  std::chrono::milliseconds grace_;
};

// As one could type it into a shell, for debug output. The environment and the input are left out.
std::string command_line(const std::vector<std::string>& argv);

}  // namespace opta
