#include "exec/kubectl/patch.h"

#include <fmt/format.h>

namespace opta::kubectl {

std::vector<std::string> patch_arguments(const PatchOptions& options) {
  // kubectl patch knows no `-`; the answer would have the object in it.
  std::vector<std::string> arguments = {
      "patch",
      options.type,
      options.name,
      "--type=merge",
      "--patch-file=/dev/stdin",
      "--output=name",
      fmt::format("--request-timeout={}s", kRequestTimeout.count())};
  add_namespace(arguments, options.object_namespace);
  return arguments;
}

Result<ClusterOutcome> patch(const Context& context, std::string patch,
                             const PatchOptions& options) {
  return run_for_outcome(context, patch_arguments(options), std::move(patch));
}

}  // namespace opta::kubectl
