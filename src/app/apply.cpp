#include "app/apply.h"

#include <fmt/format.h>

#include "app/apply_view.h"
#include "app/consent.h"
#include "app/engine_room.h"
#include "app/output.h"
#include "app/plan_report.h"
#include "app/recovery.h"
#include "app/release_run.h"

namespace opta {

Exit apply(Env& env, const RunArguments& arguments) {
  FrontEnd front(env);
  // The file becomes a stack; from here on it is fixed what is wanted.
  auto opened = EngineRoom::open(front, arguments);
  if (!opened) return opened.error();
  EngineRoom& room = **opened;
  // Where nobody can be asked, not even the state bucket is made.
  if (const Exit asked = check_can_ask(env, arguments.auto_approve); asked != Exit::kDone) {
    return asked;
  }
  // The engine gets its root and its state; what an earlier run left is put right around that.
  const auto leftovers = settle_runs(room);
  if (!leftovers) return leftovers.error();
  if (auto prepared = room.prepare(true); !prepared) return prepared.error();
  if (auto mended = mend_state(room, *leftovers); !mended) return mended.error();
  // One plan, one look, one question.
  const auto planned = plan_with_view(room, false);
  if (!planned) return planned.error();
  report_plan(room, *planned, arguments);
  if (is_empty(planned->plan)) return deploy_releases(room);
  if (const Exit consent = ask_to_apply(env, room.layer(), planned->risk, arguments);
      consent != Exit::kDone)
    return consent;
  // What was shown is what is applied.
  if (const Exit run = run_plan(room, fmt::format("Applying {}", room.layer().name), arguments);
      run != Exit::kDone)
    return run;
  // The cloud stands: now what runs in its cluster.
  if (const Exit deployed = deploy_releases(room); deployed != Exit::kDone) return deployed;
  if (arguments.layer.format == Format::kText)
    env.err("\n`opta output` shows the outputs; `opta show` what stands where.\n");
  return Exit::kDone;
}

}  // namespace opta
