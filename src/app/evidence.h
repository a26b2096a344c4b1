// What the promises of a layer are decided on, beside Terraform's plan: the releases of its
// cluster.
#pragma once

#include "app/cluster_forecast.h"
#include "app/engine_room.h"
#include "prove/cluster.h"

namespace opta {

// The stack's releases with the objects that the forecast has for them.
prove::Cluster cluster_evidence(const EngineRoom& room, const ClusterForecast& forecast);

}  // namespace opta
