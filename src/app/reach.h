// `opta verify --from --to`: whether a workload reaches a data store, and on which ports.
#pragma once

#include "app/arguments.h"
#include "app/proof.h"

namespace opta {

// On the world of the proof, with the environment's network. Exit 0 for an answer, whichever it is.
Exit reach(EngineRoom& room, Proof proof, const VerifyArguments& arguments);

}  // namespace opta
