#include "app/apply_view.h"

#include <algorithm>

#include "app/engine_report.h"
#include "app/imports.h"
#include "app/plan_report.h"
#include "app/run_view.h"
#include "exec/terraform/apply.h"

namespace opta {

namespace {

std::string_view interrupt_answer(int times) {
  switch (times) {
    case 1:
      return "Interrupted: opta ends when Terraform has finished what was approved. Again: "
             "Terraform is stopped "
             "half-way, and AWS may be left with what it was making.";
    case 2:
      return "Stopping Terraform…";
    default:
      return "Terraform gives up at once.";
  }
}

}  // namespace

Step<terraform::DurableOutcome> follow_with_view(EngineRoom& room, const std::string& record,
                                                 const std::string& title, Format format) {
  RunView view(room, {.title = title, .format = format, .answer = interrupt_answer});
  // The first Ctrl-C is kept from the engine. Interrupted, the AWS provider drops its calls on the
  // way: what AWS has made by then stands in no state, and the next run finds its name taken.
  auto outcome = terraform::follow_durable(
      record, [&view](const Event& event) { view.handle(event); },
      [&view] { return std::max(0, view.interrupts() - 1); });
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
  if (orderly) {
    static_cast<void>(env.disk.remove_all(record));
    forget_plan(room);
  }
  const bool interrupted = env.interrupt_count() > before;
  if (!outcome->failure) {
    // What was to be imported stands in the state now.
    static_cast<void>(write_imports(env.disk, room.workspace().root(), {}));
    if (interrupted) env.err("Terraform has finished all that was approved.\n");
    return interrupted ? Exit::kInterrupted : Exit::kDone;
  }
  if (interrupted && outcome->failure->kind == terraform::FailureKind::kInterrupted) {
    env.err(
        "Interrupted. What was done so far stands in the state: run the command again to go on.\n");
    return Exit::kInterrupted;
  }
  return report_failure(room.front(), room.layer(), room.stack(), *outcome);
}

}  // namespace opta
