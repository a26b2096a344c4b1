// What an earlier run left behind when it was killed: found, said, and put right before anything
// else happens.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/engine_room.h"
#include "app/journal.h"
#include "app/state_lock.h"

namespace opta {

// An engine that ended without putting its state in order, and what it had done.
struct Leftovers {
  DeadRun run;
  Journal journal;
};

// Before the root is touched: an engine that still works is followed to its end (an apply) or asked
// to stop (a plan). Nothing when no run died.
Step<std::optional<Leftovers>> settle_runs(EngineRoom& room);

// Whether settle_runs has something to do.
bool has_unsettled_run(const EngineRoom& room);

// Once the root stands: releases the lock of a run that died, and takes up what it made but could
// not write into the state, by import blocks in the root.
Step<void> mend_state(EngineRoom& room, const std::optional<Leftovers>& leftovers);

// All of it on the way to a plan: settles, prepares, and mends. `make_bucket`: EngineRoom::prepare.
Step<void> make_ready(EngineRoom& room, bool make_bucket);

// A plan to destroy carries out no import blocks: before one they are applied by themselves, or
// what they name would stand on when its state is gone.
Step<void> take_up_before_destroy(EngineRoom& room, const RunArguments& arguments);

}  // namespace opta
