// What a file says of secrets that are set by hand: the names in `secrets`.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "app/cluster_forecast.h"

namespace opta {

struct DeclaredSecret {
  std::string name;
  Span span;
};

std::vector<DeclaredSecret> declared_secrets(const ModuleUse& use);

// Variables that the service has without anything set by hand: those of `env_vars`, and those that
// Opta writes into the release's Secret.
std::set<std::string, std::less<>> given_variables(const ModuleUse& use, const Release& release);

// A warning for each declared name that has no value: its container will start without it. Asks
// the cluster only where a file declares one; before there is a cluster all of them lack a value.
Step<void> warn_of_missing_secrets(EngineRoom& room, const ClusterForecast& forecast);

}  // namespace opta
