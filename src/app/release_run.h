// The layer's Helm releases, brought to what the forecast says: installed, changed, removed.
#pragma once

#include "app/cluster_forecast.h"

namespace opta {

// Installs or upgrades the releases that change, those that do not need each other side by side.
// What stays as it is, is not touched.
Step<void> install_releases(EngineRoom& room, const ClusterForecast& forecast);

// Removes the releases that go, one after the other, and the namespaces that go with them. Fails
// where the cluster did not say whether they are there.
Step<void> remove_releases(EngineRoom& room, const ClusterForecast& forecast);

}  // namespace opta
