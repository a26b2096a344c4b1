#include "exec/kubectl/rollout_status.h"

#include <fmt/format.h>

namespace opta::kubectl {

std::vector<std::string> rollout_status_arguments(const RolloutStatusOptions& options) {
  std::vector<std::string> arguments = {"rollout", "status",
                                        fmt::format("{}/{}", options.type, options.name),
                                        fmt::format("--timeout={}s", options.timeout.count())};
  add_namespace(arguments, options.object_namespace);
  return arguments;
}

Result<ClusterOutcome> rollout_status(const Context& context, const RolloutStatusOptions& options,
                                      const LineSink& on_out) {
  return run_for_outcome(context, rollout_status_arguments(options), {}, on_out);
}

}  // namespace opta::kubectl
