// The lock that an engine leaves beside the state while it works.
#pragma once

#include <optional>

#include "app/engine_room.h"
#include "exec/terraform/failure.h"

namespace opta {

struct LockAnswer {
  std::optional<terraform::StateLock> lock = {};  // nothing when the state is not locked
  std::optional<aws::Failure> failure = {};
};
Result<LockAnswer> find_lock(const aws::Cli& cli, const aws::Bucket& bucket,
                             const std::string& layer);
// The same of the room's layer; what AWS refused was said.
Step<std::optional<terraform::StateLock>> read_lock(EngineRoom& room);
Step<void> release_lock(EngineRoom& room, const std::string& id);

// A run of the engine that is dead for certain, and between which seconds it can have taken a lock,
// as "2026-11-24T19:18:24" in UTC.
struct DeadRun {
  RunKind kind = RunKind::kApply;
  std::string began = {};
  std::string last_sign = {};
};
// Whether the run took this lock. Who it was and which operation are not enough: in another folder
// of this machine the same user may work on the same layer now.
bool is_lock_of(const DeadRun& run, const terraform::StateLock& lock, const std::string& who);
// "user@host", as the engine writes it into locks of ours.
std::string user_and_host(const Env& env);

}  // namespace opta
