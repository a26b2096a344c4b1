// All that a command may touch of the outside, handed in: nothing below `cli` uses a global.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/day.h"
#include "base/file_system.h"
#include "exec/environment.h"
#include "exec/process.h"

namespace opta {

// Exit codes of every command.
enum class Exit : int {
  kDone = 0,
  kEngineFailed = 1,  // an engine or the cloud said no
  kUsage = 2,         // the user's file or command line is wrong
  kPromiseBroken = 3,
  kInterrupted = 4,  // declined or interrupted
  kDrifted = 6,      // of `opta drift`: something was changed outside Opta
  kWaits = 5,        // only from a child of --all: the layer's environment is not there yet
};

struct Env {
  FileSystem& disk;
  Runner& runner;
  Environment variables;                           // the process's environment
  std::function<void(std::string_view)> out = {};  // results
  std::function<void(std::string_view)> err = {};  // talk: progress, diagnostics, questions
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  bool in_is_terminal = false;
  bool json = false;        // --format json: errors are results, on out
  bool colour = false;      // on err
  bool out_colour = false;  // on out
  int width = 100;
  // What ends of support are measured against.
  std::function<Day()> today = [] { return Day(); };
  // What the ends of previews are measured against; to the second.
  std::function<std::chrono::sys_seconds()> now = [] { return std::chrono::sys_seconds(); };
  // How often the user has pressed Ctrl-C so far.
  std::function<int()> interrupt_count = [] { return 0; };
  // Asks on the terminal; an empty text when the user gave none or the input ended.
  std::function<std::string(std::string_view question)> ask = {};
  // The same for what nobody may see: the terminal does not show what is typed.
  std::function<std::string(std::string_view question)> ask_hidden = {};
  // Standard input to its end; an Error when it is longer than the limit.
  std::function<Result<std::string>(std::uint64_t limit_bytes)> read_input = {};
  // Standard input as it comes. An empty text at its end, or when Ctrl-C or a SIGTERM came; nothing
  // when there is none yet and `wait` is false.
  std::function<std::optional<std::string>(bool wait)> read_some = {};
  // Runs a program that has our terminal for as long as it runs; its exit code, or 128 and the
  // signal that ended it.
  std::function<Result<int>(const Command& command)> run_in_foreground = {};
};

}  // namespace opta
