// Planning and its result as the user sees them; shared by plan, apply and destroy.
#pragma once

#include "app/engine_room.h"

namespace opta {

// Plans with a word on the way.
Step<EngineRoom::Planned> plan_with_view(EngineRoom& room, bool destroy);
// The summary, or all of it, or JSON.
void report_plan(EngineRoom& room, const EngineRoom::Planned& planned,
                 const RunArguments& arguments);

}  // namespace opta
