// Reads what `terraform show -json` says of a plan, or of a state.
#pragma once

#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "base/result.h"
#include "prove/world.h"

namespace opta::prove {

// A plan of any Terraform or OpenTofu: the world as it is after the apply. A state: the world as
// it is. Never throws. Secrets of it are not kept.
Result<World> decode_world(std::string_view json_text);
// The same of what is parsed already; a part of it is taken over.
Result<World> world_of(nlohmann::json&& document);

}  // namespace opta::prove
