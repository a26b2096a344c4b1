#include "exec/kubectl/label.h"

#include <fmt/format.h>

namespace opta::kubectl {

std::vector<std::string> label_arguments(const LabelOptions& options) {
  std::vector<std::string> arguments = {"label", options.type, options.name, "--overwrite"};
  for (const auto& [key, value] : options.labels) {
    arguments.push_back(fmt::format("{}={}", key, value));
  }
  add_namespace(arguments, options.object_namespace);
  return arguments;
}

Result<ClusterOutcome> label(const Context& context, const LabelOptions& options) {
  return run_for_outcome(context, label_arguments(options));
}

}  // namespace opta::kubectl
