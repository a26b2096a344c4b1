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
// What is parsed already, and nests no deeper than decode_world takes.
Result<World> decode_document(const nlohmann::json& root);

}  // namespace opta::prove
