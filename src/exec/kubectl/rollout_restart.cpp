#include "exec/kubectl/rollout_restart.h"

#include <fmt/format.h>

namespace opta::kubectl {

std::vector<std::string> rollout_restart_arguments(const RolloutRestartOptions& options) {
  std::vector<std::string> arguments = {"rollout", "restart",
                                        fmt::format("{}/{}", options.type, options.name)};
  add_namespace(arguments, options.object_namespace);
  return arguments;
}

Result<ClusterOutcome> rollout_restart(const Context& context,
                                       const RolloutRestartOptions& options) {
  return run_for_outcome(context, rollout_restart_arguments(options));
}

}  // namespace opta::kubectl
