#include "exec/helm/dependency.h"

namespace opta::helm {

std::vector<std::string> dependency_arguments(const DependencyOptions& options) {
  return {"dependency", "update", options.chart};
}

Result<ClusterOutcome> update_dependencies(const Context& context,
                                           const DependencyOptions& options) {
  return outcome_of(run_alone(context, dependency_arguments(options)));
}

}  // namespace opta::helm
