// What AWS says of the thing that is to be imported, asked by the module's own questions.
#pragma once

#include <string>

#include "app/engine_room.h"
#include "exec/json.h"

namespace opta {

// The answers by their names, and `id`, `region` and `account_id`. Stops with a diagnostic where
// AWS has no such thing, or will not say.
Step<lenient::Json> look_up(const EngineRoom& room, const ImportDefinition& definition,
                            const std::string& id);

// Stops where its tags say that it is somebody else's.
Step<void> check_owner(const EngineRoom& room, const ModuleUse& use, const lenient::Json& answers);

}  // namespace opta
