#include "app/plan.h"

#include "app/engine_room.h"
#include "app/plan_report.h"
#include "app/preview_run.h"
#include "app/recovery.h"

namespace opta {

Exit plan(Env& env, const RunArguments& arguments) {
  FrontEnd front(env);
  auto room = EngineRoom::open(front, arguments);
  if (!room) return room.error();
  if ((*room)->layer().preview) {
    if (auto said = say_preview(**room, arguments, "and an apply makes it last"); !said)
      return said.error();
    if (auto free = check_layer_name(**room); !free) return free.error();
  }
  if (auto ready = make_ready(**room, false); !ready) return ready.error();
  const auto planned = plan_with_view(**room);
  if (!planned) return planned.error();
  report_plan(**room, *planned, arguments);
  forget_plan(**room);
  return check_promises(**room, *planned);
}

}  // namespace opta
