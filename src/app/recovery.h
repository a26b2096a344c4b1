// What an earlier run left behind when it was killed: found, said, and put right before anything
// else happens.
#pragma once

#include <string>
#include <vector>

#include "app/engine_room.h"

namespace opta {

// What a run that died had made, by its own account.
struct Leftovers {
  bool died = false;       // an engine ended without putting its state in order
  std::string since = {};  // when that run began, as RFC 3339 in UTC
  std::vector<std::pair<std::string, std::string>> made = {};  // address, the cloud's id
  std::vector<std::string> unfinished = {};                    // addresses that were being made
};

// Before the root is touched: an engine that still works is followed to its end (an apply) or asked
// to stop (a plan).
Step<Leftovers> settle_runs(EngineRoom& room);

// Once the root stands: releases the lock of a run that died, and takes up what it made but could
// not write into the state, by import blocks in the root.
Step<void> mend_state(EngineRoom& room, const Leftovers& leftovers);

// After an apply that went through: the import blocks have done their work.
Status forget_leftovers(EngineRoom& room);

}  // namespace opta
