#include "exec/helm/pull.h"

#include <fmt/format.h>

namespace opta::helm {

std::vector<std::string> pull_arguments(const PullOptions& options) {
  std::vector<std::string> arguments = {"pull"};
  // An OCI registry has no index: there the address names the chart.
  if (options.repository.starts_with("oci://")) {
    std::string_view registry = options.repository;
    while (registry.ends_with('/')) registry.remove_suffix(1);
    arguments.push_back(fmt::format("{}/{}", registry, options.chart));
  } else {
    arguments.push_back(options.chart);
    arguments.push_back(fmt::format("--repo={}", options.repository));
  }
  arguments.push_back(fmt::format("--version={}", options.version));
  arguments.push_back(fmt::format("--destination={}", options.folder));
  return arguments;
}

Result<ClusterOutcome> pull(const Context& context, const PullOptions& options) {
  return outcome_of(run_alone(context, pull_arguments(options)));
}

}  // namespace opta::helm
