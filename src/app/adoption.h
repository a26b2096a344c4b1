// By which id an existing resource is imported, given the id under which an apply reported it.
#pragma once

#include <optional>
#include <string>

#include "app/engine_room.h"

namespace opta {

// Nothing for a resource that cannot be imported, or whose second creation does no harm.
std::optional<std::string> import_id_of(EngineRoom& room, const std::string& address,
                                        const std::string& id);

// Creating one again is what AWS answers with "already so", or it exists in Terraform alone.
bool is_harmless_to_repeat(std::string_view type);
// "aws_vpc" out of "module.base.aws_vpc.this[0]".
std::string type_of_address(std::string_view address);
// "r-rtb-0123456789abcdef01080289494" -> "rtb-0123456789abcdef0_0.0.0.0/0": all routes of the
// library are default routes.
std::optional<std::string> route_import_id(std::string_view id);

}  // namespace opta
