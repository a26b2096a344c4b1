// What every engine command shares. Each subcommand has a file with the same three parts in the
// same order: its options, a pure function that builds the argument list, a function that runs it.
//
// Two flags are special: -target stands only where a destroy first takes up what a killed run had
// made, else one layer is one plan; -lock=false stands nowhere, because the lock is what keeps two
// people from losing each other's state.
#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "exec/environment.h"
#include "exec/process.h"
#include "exec/terraform/diagnostic.h"
#include "exec/terraform/failure.h"
#include "progress/event.h"

namespace opta::terraform {

struct Context {
  Runner& runner;
  std::string program;      // path of terraform or tofu
  Environment environment;  // from engine_environment or sandbox_environment
  std::string folder;       // holds main.tf.json
  std::stop_token stop = {};
};

// How long a command waits for somebody else's lock before it fails. Short: a second apply usually
// takes minutes, and the message says who holds the lock.
inline constexpr std::chrono::seconds kLockTimeout{10};
// `show -json` of a large state takes some tens of megabytes.
inline constexpr std::size_t kJsonLimitBytes = 256U << 20U;

// How a command went. `failure` is set when, and only when, the engine did not succeed.
struct Outcome {
  std::vector<EngineDiagnostic> diagnostics = {};
  std::optional<EngineFailure> failure = {};

  bool ok() const { return !failure; }
};

std::string lock_timeout_argument(std::chrono::seconds timeout);

// Runs `program arguments…` in the folder.
Result<Captured> run(const Context& context, std::vector<std::string> arguments,
                     const LineSink& on_out = {});

// Runs a command that speaks -json, hands its events on and collects its diagnostics.
// `success_codes` beyond 0: 2 for plan -detailed-exitcode.
struct StreamedRun {
  Captured captured;
  Outcome outcome;
};
Result<StreamedRun> run_streamed(const Context& context, std::vector<std::string> arguments,
                                 const EventSink& on_event, bool two_is_success = false);

// A text answer, or why there is none.
struct TextOutcome {
  std::string text = {};
  std::optional<EngineFailure> failure = {};
};
Result<TextOutcome> run_for_text(const Context& context, std::vector<std::string> arguments);

}  // namespace opta::terraform
