#include "exec/kubectl/apply.h"

namespace opta::kubectl {

std::vector<std::string> apply_arguments(const ApplyOptions& options) {
  std::vector<std::string> arguments = {"apply", "--server-side", "--field-manager=opta",
                                        "--filename=-"};
  add_namespace(arguments, options.object_namespace);
  if (options.force_conflicts) arguments.emplace_back("--force-conflicts");
  return arguments;
}

Result<ClusterOutcome> apply(const Context& context, std::string manifest,
                             const ApplyOptions& options) {
  return run_for_outcome(context, apply_arguments(options), std::move(manifest));
}

}  // namespace opta::kubectl
