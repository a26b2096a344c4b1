#include "exec/helm/uninstall.h"

#include <fmt/format.h>

namespace opta::helm {

std::vector<std::string> uninstall_arguments(const UninstallOptions& options, int major_version) {
  return {"uninstall",
          options.release,
          fmt::format("--namespace={}", options.release_namespace),
          fmt::format("--timeout={}", seconds_text(options.timeout)),
          major_version >= 4 ? "--wait=watcher" : "--wait",
          "--ignore-not-found"};
}

Result<ClusterOutcome> uninstall(const Context& context, const UninstallOptions& options) {
  return outcome_of(run_on_cluster(context, uninstall_arguments(options, context.major_version)));
}

}  // namespace opta::helm
