// A failed release at the line of YAML that it concerns.
#pragma once

#include "app/engine_room.h"
#include "app/release_step.h"

namespace opta {

// Adds one diagnostic for each problem, or one with the program's words where none is known.
void report_rollout(EngineRoom& room, const Release& release, const Refusal& refusal);

}  // namespace opta
