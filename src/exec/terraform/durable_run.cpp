#include "exec/terraform/durable_run.h"

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

Result<EngineRun> start_durable(const Context& context, std::vector<std::string> arguments,
                                const std::string& record,
                                const std::vector<std::string>& launcher) {
  arguments.insert(arguments.begin(), context.program);
  return start_engine({std::move(arguments), context.environment, context.folder}, record,
                      launcher);
}

Result<DurableOutcome> follow_durable(const std::string& record, const EventSink& on_event,
                                      const std::function<int()>& interrupt_count,
                                      std::stop_token leave) {
  DurableOutcome result;
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
