// Engine runs that outlive us.
//
// Terraform writes its state at the end of a run and after each resource. If we ran it at the end
// of a pipe and were killed, its next line of output would end it by SIGPIPE, with resources made
// and no state to show for them. So between us and the engine stands a supervisor: our own program,
// started as the hidden command `engine-run`, in a session of its own, deaf to Ctrl-C and hang-up.
// The engine writes to files; the supervisor waits for its end and notes how it was. We only read
// along. When we are killed nothing happens to the engine, and the next run of ours reads along
// from the beginning.
//
// A run is a folder, the record, for the owner's eyes only:
//   command.json  argv and working folder; the environment is inherited and never written, it holds
//   secrets out.jsonl     the engine's standard output; err.txt its standard error pid.json who
//   runs: number and start time of supervisor and engine, and the boot they belong to exit.json
//   appears, whole, when the engine has ended
#pragma once

#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "exec/environment.h"
#include "exec/lines.h"

namespace opta {

struct EngineCommand {
  std::vector<std::string> argv = {};
  Environment environment = {};
  std::string folder = {};
};

struct EngineRun {
  std::string record;
  std::string warning;  // the run goes on, but something about its record is wrong; empty: nothing
};

enum class RunState : std::uint8_t {
  kNone,  // no run was started here
  kRunning,
  kFinished,  // `exit_code` or `signal` tell how
  kDied,      // engine and supervisor are gone and left no result: power cut, kill -9 of both
};

struct RunStatus {
  RunState state = RunState::kNone;
  int exit_code = 0;
  int signal = 0;

  bool succeeded() const { return state == RunState::kFinished && exit_code == 0 && signal == 0; }
};

// The program and arguments that lead to engine_run_main; `--record FOLDER` is added.
std::vector<std::string> default_launcher();

// Starts the run and returns once the engine runs. `record` must not hold a run yet. An Error when
// the engine cannot be started; then nothing runs.
Result<EngineRun> start_engine(const EngineCommand& command, const std::string& record,
                               const std::vector<std::string>& launcher = default_launcher());

struct FollowOptions {
  LineSink on_line = {};  // each line of the engine's output, from the first
  // How often the user has asked to interrupt so far; each further one is sent on. May be empty.
  std::function<int()> interrupt_count = {};
  // Leave: the run goes on, we stop reading.
  std::stop_token leave = {};
};

// Reads along until the engine has ended and everything is read, or until `leave`. Any process may
// follow, also after the end; each sees all lines.
Result<RunStatus> follow(const std::string& record, const FollowOptions& options);

Result<RunStatus> inspect(const std::string& record);

// Sends SIGINT to the engine alone. The first asks it to finish its step and save the state; the
// second makes Terraform give up at once. Says whether there was one to send it to.
Result<bool> interrupt(const std::string& record);

// The end of what the engine wrote to standard error.
Result<std::string> error_text(const std::string& record);

// The supervisor. Returns the exit code for main.
int engine_run_main(const std::string& record);

}  // namespace opta
