// Reads the network that another layer has made, with what stands in it, out of that layer's state.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "prove/world.h"

namespace opta::prove {

// `state` is Terraform's own file, format 4, not what `terraform show` makes of it. Of it only what
// routes and filters packets is taken: VPCs, subnets and groups of them, gateways, route tables,
// network ACLs, security groups; none of these has a secret. Of nodes and data stores, where they
// stand and which groups they have. Addresses begin with `layer`, so they
// are no address of the layer that they are laid beside. An Error for anything else than a state.
Result<std::vector<Resource>> decode_surroundings(std::string_view state, const std::string& layer);

}  // namespace opta::prove
