// kubectl rollout restart: a workload's pods are made anew, a few at a time, by an annotation of
// their template.
#pragma once

#include "exec/kubectl/context.h"

namespace opta::kubectl {

struct RolloutRestartOptions {
  std::string type;  // "deployment", "statefulset", "daemonset"
  std::string name;
  std::string object_namespace = {};
};

std::vector<std::string> rollout_restart_arguments(const RolloutRestartOptions& options);
// Begins it; exec/kubectl/rollout_status.h waits for its end.
Result<ClusterOutcome> rollout_restart(const Context& context,
                                       const RolloutRestartOptions& options);

}  // namespace opta::kubectl
