// What an earlier run left behind when it was killed: found, said, and put right before anything else happens.
#pragma once

#include "app/engine_room.h"

namespace opta {

// An engine that still runs is followed to its end; of one that died, the lock is released and what it made, but could
// not write into the state, is taken up again. `write` false (for a plan): only waits and says.
Step<void> recover(EngineRoom& room, bool write);

// The record of a run that begins now; finish_run forgets it.
Result<std::string> begin_run(EngineRoom& room);
Status finish_run(EngineRoom& room);

}  // namespace opta
