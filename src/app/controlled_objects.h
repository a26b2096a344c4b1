// Objects in the cluster for which controllers hold something in the cloud: they go while the
// controllers still run, so that these clean up themselves.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/engine_room.h"

namespace opta {

struct ControlledObject {
  std::string type;  // "services"
  std::string object_namespace;
  std::string name;

  bool operator==(const ControlledObject&) const = default;
};

// From a `List` of Services, Ingresses and claims: load balancers, routes, and the claims of our
// StatefulSets, which outlive them.
std::vector<ControlledObject> controlled_objects(std::string_view list);

// Deletes them all and waits, with a bound, until the controllers have let go. False when the
// cluster does not answer: the user was told, and nothing in it can be withdrawn.
Step<bool> release_controlled_objects(EngineRoom& room);

}  // namespace opta
