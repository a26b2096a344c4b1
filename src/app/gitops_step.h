// What an apply does in the cluster for a layer that Argo CD or Flux deploys.
#pragma once

#include "app/cluster_forecast.h"

namespace opta {

// Makes the namespaces and writes the Secrets, which no repository may hold; then Helm forgets the
// releases that it still has, so that there is one who deploys. What runs is not touched.
Step<void> prepare_for_gitops(EngineRoom& room, const ClusterForecast& forecast);

}  // namespace opta
