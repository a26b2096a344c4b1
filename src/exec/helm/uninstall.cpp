#include "exec/helm/uninstall.h"

#include <fmt/format.h>

namespace opta::helm {

std::vector<std::string> uninstall_arguments(const UninstallOptions& options) {
  return {"uninstall",
          options.release,
          fmt::format("--namespace={}", options.release_namespace),
          fmt::format("--timeout={}", seconds_text(options.timeout)),
          "--wait",
          "--ignore-not-found"};
}

Result<ClusterOutcome> uninstall(const Context& context, const UninstallOptions& options) {
  return outcome_of(run_on_cluster(context, uninstall_arguments(options)));
}

}  // namespace opta::helm
