// terraform force-unlock: takes away a lock whose owner is gone.
#pragma once

#include "exec/terraform/context.h"

namespace opta::terraform {

// Whether it can be a lock's id. The text comes out of the bucket, and an id that looks like a flag
// must not become one.
bool is_lock_id(std::string_view text);

std::vector<std::string> force_unlock_arguments(const std::string& lock_id);
// Only the lock with this id is taken: if it has changed hands since it was shown, the engine
// refuses.
Result<Outcome> force_unlock(const Context& context, const std::string& lock_id);

}  // namespace opta::terraform
