// The lock that an engine leaves beside the state while it works.
#pragma once

#include <optional>

#include "app/engine_room.h"
#include "exec/terraform/failure.h"

namespace opta {

// Nothing when the state is not locked.
Step<std::optional<terraform::StateLock>> read_lock(EngineRoom& room);
Step<void> release_lock(EngineRoom& room, const std::string& id);

}  // namespace opta
