#include "exec/kubectl/delete.h"

#include <fmt/format.h>

namespace opta::kubectl {

std::vector<std::string> delete_arguments(const DeleteOptions& options) {
  std::vector<std::string> arguments = {"delete", options.type, options.name, "--ignore-not-found",
                                        options.wait ? "--wait=true" : "--wait=false"};
  if (options.wait) arguments.push_back(fmt::format("--timeout={}s", options.timeout.count()));
  add_namespace(arguments, options.object_namespace);
  return arguments;
}

Result<ClusterOutcome> delete_object(const Context& context, const DeleteOptions& options) {
  return run_for_outcome(context, delete_arguments(options));
}

}  // namespace opta::kubectl
