// The namespaces that releases stand in: Opta makes them, with their labels.
#pragma once

#include "app/cluster_forecast.h"

namespace opta {

// Those of the stack's releases that the forecast changes and that make their namespace.
Step<void> make_namespaces(const EngineRoom& room, const ClusterForecast& forecast);

}  // namespace opta
