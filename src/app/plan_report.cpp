#include "app/plan_report.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "view/plan_json.h"
#include "view/plan_text.h"

namespace opta {

Step<EngineRoom::Planned> plan_with_view(EngineRoom& room, const RunArguments&, bool destroy) {
  Env& env = room.front().env;
  env.err(fmt::format("Planning{} {}…\n", destroy ? " to destroy" : "", room.layer().name));
  return room.plan(destroy, {});
}

void report_plan(EngineRoom& room, const EngineRoom::Planned& planned,
                 const RunArguments& arguments) {
  Env& env = room.front().env;
  if (arguments.layer.format == Format::kJson) {
    env.out(plan_json(planned.plan, planned.risk).dump() + "\n");
    return;
  }
  env.out(plan_text(planned.plan, planned.risk,
                    {.style = {.colour = env.colour && env.out_is_terminal},
                     .columns = static_cast<std::size_t>(env.width),
                     .detailed = arguments.detailed_plan}));
  if (room.is_first())
    env.err(fmt::format(
        "This is the environment's first plan: apply will make its state bucket {} too.\n",
        room.bucket().name));
}

}  // namespace opta
