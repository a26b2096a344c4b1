// The layer's Helm releases against its cluster: rendered, installed, removed.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/cluster_access.h"
#include "app/engine_room.h"
#include "emit/release.h"

namespace opta {

// What stands for a value that only an apply can tell, in a rendering before it.
inline constexpr const char* kKnownAfterApply = "OPTA-KNOWN-AFTER-APPLY";

// Values as JSON, with release inputs filled in from `inputs` (key -> JSON) or, where one is
// missing, the marker.
std::string values_json(const Release& release, const std::map<std::string, std::string>& inputs);

// The release inputs in the layer's state; empty before its first apply.
Step<std::map<std::string, std::string>> read_release_inputs(EngineRoom& room);

// Installs or upgrades all releases of the stack, those that do not need each other side by side.
Step<void> install_releases(EngineRoom& room, const ClusterAccess& cluster);

// Removes them, last first, and the namespaces that are then empty of ours.
Step<void> remove_releases(EngineRoom& room, const ClusterAccess& cluster);

// After the layer's Terraform: installs the releases, or warns where there is no cluster to install
// them into.
Exit deploy_releases(EngineRoom& room);
// Before the layer's Terraform goes: the same for removing them.
Exit withdraw_releases(EngineRoom& room);

}  // namespace opta
