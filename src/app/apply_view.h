// An engine run as the user watches it.
#pragma once

#include "app/engine_room.h"
#include "exec/terraform/durable_run.h"

namespace opta {

// Follows the run to its end with a live view, and writes its events to the layer's events.jsonl.
// Ctrl-C is handed on: the engine finishes its step; a second one makes it give up.
Step<terraform::DurableOutcome> follow_with_view(EngineRoom& room, const std::string& record,
                                                 const std::string& title,
                                                 Format format = Format::kText);

// Applies the saved plan: begins a run, follows it, forgets its record when it has ended.
Exit run_plan(EngineRoom& room, const std::string& title, const RunArguments& arguments);

}  // namespace opta
