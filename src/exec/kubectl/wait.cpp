#include "exec/kubectl/wait.h"

#include <fmt/format.h>

namespace opta::kubectl {

std::vector<std::string> wait_arguments(const WaitOptions& options) {
  std::vector<std::string> arguments = {"wait", options.type};
  if (!options.name.empty()) arguments.push_back(options.name);
  if (!options.selector.empty()) {
    arguments.push_back(fmt::format("--selector={}", options.selector));
  }
  arguments.push_back(fmt::format("--for={}", options.condition));
  arguments.push_back(fmt::format("--timeout={}s", options.timeout.count()));
  add_namespace(arguments, options.object_namespace);
  return arguments;
}

Result<ClusterOutcome> wait(const Context& context, const WaitOptions& options) {
  return run_for_outcome(context, wait_arguments(options));
}

}  // namespace opta::kubectl
