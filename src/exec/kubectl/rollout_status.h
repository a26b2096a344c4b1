// kubectl rollout status: waits until a workload's new pods have taken over.
#pragma once

#include "exec/kubectl/context.h"

namespace opta::kubectl {

struct RolloutStatusOptions {
  static constexpr std::chrono::seconds kTimeout{300};

  std::string type;  // "deployment", "statefulset", "daemonset"
  std::string name;
  std::string object_namespace = {};
  std::chrono::seconds timeout = kTimeout;
};

std::vector<std::string> rollout_status_arguments(const RolloutStatusOptions& options);
// `on_out` gets kubectl's words on how far it is.
Result<ClusterOutcome> rollout_status(const Context& context, const RolloutStatusOptions& options,
                                      const LineSink& on_out = {});

}  // namespace opta::kubectl
