#include "app/apply_view.h"

#include <optional>

#include <unistd.h>

#include "app/engine_report.h"
#include "exec/terraform/apply.h"
#include "progress/recorder.h"
#include "view/live.h"
#include "view/ticker.h"

namespace opta {

Step<terraform::DurableOutcome> follow_with_view(EngineRoom& room, const std::string& record,
                                                 const std::string& title, Format format) {
  Env& env = room.front().env;
  auto log = EventLog::open(room.workspace().events_file());
  const auto variable = [&env](const char* name) -> const char* {
    const auto found = env.variables.find(name);
    return found == env.variables.end() ? nullptr : found->second.c_str();
  };
  const Terminal terminal = decide_terminal(STDERR_FILENO, env.err_is_terminal, variable);
  LinePrinter printer(terminal.can_overprint, [terminal] { return terminal.size(); }, env.err);
  LiveView view({.title = title,
                 .style = {.colour = env.colour},
                 .now = [] { return std::chrono::system_clock::now(); }},
                printer);
  const EventSink to_json = format == Format::kJson ? json_event_lines(env.out) : EventSink();
  const EventSink sink = fan_out({[&view](const Event& event) { view.handle(event); },
                                  log ? log->sink() : EventSink(), to_json});
  const int before = env.interrupt_count();
  std::optional<Ticker> ticker(std::in_place, std::chrono::milliseconds(200),
                               [&view] { view.tick(); });
  auto outcome = terraform::follow_durable(
      record, sink, [&env, before] { return env.interrupt_count() - before; });
  ticker.reset();
  view.finish();
  if (!outcome) return tl::make_unexpected(room.fail(Code::kEngineFailed, outcome.error()));
  return *std::move(outcome);
}

Exit run_plan(EngineRoom& room, const std::string& title, const RunArguments& arguments) {
  const int before = room.front().env.interrupt_count();
  Env& env = room.front().env;
  const std::string record = room.record(RunKind::kApply);
  Status fresh = env.disk.remove_all(record);
  if (fresh) fresh = env.disk.make_folders(room.workspace().runs());
  if (!fresh) return room.fail(Code::kDiskFailed, fresh.error());
  const auto run = terraform::start_durable(
      room.context(), terraform::apply_arguments({.plan_file = room.workspace().plan_file()}),
      record);
  if (!run) return room.fail(Code::kDiskFailed, run.error());
  if (!run->warning.empty()) env.err("warning: " + run->warning + "\n");
  const auto outcome = follow_with_view(room, record, title, arguments.layer.format);
  if (!outcome) return outcome.error();
  // A record that stays is what the next run is told by.
  const bool orderly = outcome->status.state == RunState::kFinished && outcome->status.signal == 0;
  if (orderly) static_cast<void>(env.disk.remove_all(record));
  if (outcome->failure) {
    const Exit exit = report_failure(room.front(), room.layer(), room.stack(), *outcome);
    return env.interrupt_count() > before ? Exit::kInterrupted : exit;
  }
  return Exit::kDone;
}

}  // namespace opta
