#include "exec/helm/rollback.h"

#include <fmt/format.h>

namespace opta::helm {

std::vector<std::string> rollback_arguments(const RollbackOptions& options) {
  std::vector<std::string> arguments = {"rollback", options.release};
  if (options.revision > 0) arguments.push_back(std::to_string(options.revision));
  arguments.push_back(fmt::format("--namespace={}", options.release_namespace));
  arguments.push_back(fmt::format("--timeout={}", seconds_text(options.timeout)));
  if (options.wait) arguments.emplace_back("--wait");
  return arguments;
}

Result<ClusterOutcome> rollback(const Context& context, const RollbackOptions& options) {
  return outcome_of(run_on_cluster(context, rollback_arguments(options)));
}

}  // namespace opta::helm
