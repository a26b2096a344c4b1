#include "exec/terraform/apply.h"

#include <fmt/format.h>

#include "base/text.h"
#include "exec/terraform/events.h"

namespace opta::terraform {

namespace {

EngineFailure failure_of(const RunStatus& status, bool interrupted, const Outcome& outcome,
                         const std::string& error_text) {
  if (status.state == RunState::kDied) {
    return {.kind = FailureKind::kInterrupted,
            .message = "the engine was killed or the machine was restarted"};
  }
  if (status.signal != 0) {
    return {.kind = FailureKind::kInterrupted,
            .message = fmt::format("ended by signal {}", status.signal)};
  }
  if (interrupted) return {.kind = FailureKind::kInterrupted, .message = "interrupted"};
  EngineFailure failure = recognise_failure(outcome.diagnostics);
  if (failure.message.empty()) failure = recognise_failure(error_text);
  if (failure.message.empty()) failure.message = fmt::format("exit code {}", status.exit_code);
  return failure;
}

}  // namespace

std::vector<std::string> apply_arguments(const ApplyOptions& options) {
  std::vector<std::string> arguments = {"apply", "-input=false", "-no-color", "-json",
                                        lock_timeout_argument(options.lock_timeout)};
  if (options.parallelism > 0) {
    arguments.push_back(fmt::format("-parallelism={}", options.parallelism));
  }
  arguments.push_back(options.plan_file);
  return arguments;
}

Result<EngineRun> start_apply(const Context& context, const ApplyOptions& options,
                              const std::string& record, const std::vector<std::string>& launcher) {
  std::vector<std::string> argv = apply_arguments(options);
  argv.insert(argv.begin(), context.program);
  return start_engine({std::move(argv), context.environment, context.folder}, record, launcher);
}

Result<ApplyOutcome> follow_apply(const std::string& record, const EventSink& on_event,
                                  const std::function<int()>& interrupt_count,
                                  std::stop_token leave) {
  ApplyOutcome result;
  EventDecoder decoder(on_event);
  const LineSink on_line = [&](std::string_view line) {
    decoder.decode(line);
    if (auto diagnostic = decode_diagnostic(line)) {
      result.diagnostics.push_back(std::move(*diagnostic));
    }
  };
  result.status = OPTA_TRY(follow(
      record, {.on_line = on_line, .interrupt_count = interrupt_count, .leave = std::move(leave)}));
  if (result.status.state == RunState::kRunning || result.status.succeeded()) return result;
  const bool interrupted = interrupt_count && interrupt_count() > 0;
  result.failure =
      failure_of(result.status, interrupted, result, error_text(record).value_or(std::string()));
  return result;
}

}  // namespace opta::terraform
