// What a change in the cluster costs: data that goes, traffic that stops, and what the world can
// reach from then on.
#pragma once

#include "plan/manifest.h"
#include "plan/object_change.h"

namespace opta {

// `before` and `after` are nullptr where there is no object on that side.
Assessment assess_object(const ObjectChange& change, const KubeObject* before,
                         const KubeObject* after);

// "makes the service reachable from the internet", or empty.
std::string object_exposure(const KubeObject& object);

}  // namespace opta
