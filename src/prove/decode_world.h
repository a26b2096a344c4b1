// Reads what `terraform show -json` says of a plan, or of a state.
#pragma once

#include <string_view>

#include "base/result.h"
#include "prove/world.h"

namespace opta::prove {

// A plan of any Terraform or OpenTofu: the world as it is after the apply. A state: the world as
// it is. Never throws. Secrets of it are not kept.
Result<World> decode_world(std::string_view json_text);
// Of a plan, the world before it: as the cloud had it when it was made.
Result<World> decode_present(std::string_view json_text);

}  // namespace opta::prove
