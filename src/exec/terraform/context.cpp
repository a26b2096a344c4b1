#include "exec/terraform/context.h"

#include <fmt/format.h>

#include "exec/terraform/events.h"

namespace opta::terraform {

namespace {

EngineFailure failure_of(const Captured& captured,
                         const std::vector<EngineDiagnostic>& diagnostics) {
  if (captured.stopped || captured.signal != 0) {
    return {.kind = FailureKind::kInterrupted,
            .message = captured.signal != 0 ? fmt::format("ended by signal {}", captured.signal)
                                            : "interrupted"};
  }
  EngineFailure failure = recognise_failure(diagnostics);
  if (!failure.message.empty()) return failure;
  failure = recognise_failure(captured.err.empty() ? captured.out : captured.err);
  if (failure.message.empty()) failure.message = fmt::format("exit code {}", captured.exit_code);
  return failure;
}

bool went_well(const Captured& captured, bool two_is_success) {
  if (captured.succeeded()) return true;
  return two_is_success && captured.exit_code == 2 && !captured.stopped && !captured.timed_out;
}

Command command_for(const Context& context, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), context.program);
  return {.argv = std::move(arguments),
          .environment = context.environment,
          .folder = context.folder,
          .output_limit_bytes = kJsonLimitBytes};
}

}  // namespace

std::string lock_timeout_argument(std::chrono::seconds timeout) {
  return fmt::format("-lock-timeout={}s", timeout.count());
}

Result<Captured> run(const Context& context, std::vector<std::string> arguments,
                     const LineSink& on_out) {
  return context.runner.run(command_for(context, std::move(arguments)), on_out, {}, context.stop);
}

Result<StreamedRun> run_streamed(const Context& context, std::vector<std::string> arguments,
                                 const EventSink& on_event, bool two_is_success) {
  EventDecoder decoder(on_event);
  StreamedRun result;
  result.captured = OPTA_TRY(run(context, std::move(arguments), [&](std::string_view line) {
    decoder.decode(line);
    if (auto diagnostic = decode_diagnostic(line)) {
      result.outcome.diagnostics.push_back(std::move(*diagnostic));
    }
  }));
  if (!went_well(result.captured, two_is_success)) {
    result.outcome.failure = failure_of(result.captured, result.outcome.diagnostics);
  }
  return result;
}

Result<TextOutcome> run_for_text(const Context& context, std::vector<std::string> arguments) {
  Captured captured = OPTA_TRY(run(context, std::move(arguments)));
  if (!captured.succeeded()) return TextOutcome{.failure = failure_of(captured, {})};
  // Half a JSON text would only give a riddle further down.
  if (captured.truncated) {
    return fail(fmt::format("the engine's answer is larger than {} bytes", kJsonLimitBytes));
  }
  return TextOutcome{.text = std::move(captured.out)};
}

}  // namespace opta::terraform
