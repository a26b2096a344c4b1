// The objects of releases as they run.
#pragma once

#include <vector>

#include "app/cloud_room.h"
#include "exec/kubectl/context.h"
#include "plan/object_diff.h"

namespace opta {

// In one call; those that are not there are left out.
Step<std::vector<KubeObject>> running_objects(const CloudRoom& room,
                                              const kubectl::Context& cluster,
                                              const std::vector<ObjectName>& names);

}  // namespace opta
