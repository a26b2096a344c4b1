#include "app/unready_report.h"

#include <fmt/format.h>

#include "app/rollout_watch.h"
#include "view/rollout_view.h"

namespace opta {

bool report_unready(const CloudRoom& room, const kubectl::Context& cluster,
                    const Unready& unready) {
  const auto state = look_at_rollout(
      cluster, {.release = unready.release, .release_namespace = unready.release_namespace});
  if (!state || state->problems.empty()) return false;
  FrontEnd& front = room.front();
  for (const RolloutProblem& problem : state->problems) {
    Diagnostic& report = front.diagnostics.report(
        unready.code, {},
        fmt::format("{}{}", rollout_message(problem, unready.release), unready.when),
        problem.advice);
    report.notes = rollout_notes(problem);
  }
  front.show_warnings();
  return true;
}

}  // namespace opta
