// The way from the versions that a cluster has to the newest ones, step by step.
#pragma once

#include <string>
#include <vector>

#include "emit/compatibility_check.h"

namespace opta {

struct UpgradeStep {
  std::string component;  // empty: Kubernetes itself
  std::string from;
  std::string to;
  std::vector<Conflict> caveats;     // of what stands after the step; all of them only advice
  std::vector<std::string> changes;  // what else the step brings: images that follow the cluster
};

struct UpgradePath {
  std::string kubernetes;  // the newest version that can be reached
  std::vector<UpgradeStep> steps;
  // Why no newer one can be: by version of Kubernetes, the nearest first.
  std::vector<std::pair<std::string, std::vector<Conflict>>> held_back = {};
};

// `installed` are the components as they stand; each goes to its pinned version. EKS takes one
// minor version at a time, and no step makes a pair that excludes each other: so a component goes
// before the cluster where its old version does not support the next Kubernetes, and after it where
// its new version needs one.
UpgradePath find_upgrade(const Compatibility& matrix, const std::string& kubernetes,
                         const std::vector<Installed>& installed);

}  // namespace opta
