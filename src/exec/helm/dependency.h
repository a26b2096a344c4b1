// helm dependency update: fetches what a chart's folder lacks into its charts/.
#pragma once

#include "exec/helm/context.h"

namespace opta::helm {

struct DependencyOptions {
  std::string chart;  // a folder; written to
};

std::vector<std::string> dependency_arguments(const DependencyOptions& options);
Result<ClusterOutcome> update_dependencies(const Context& context,
                                           const DependencyOptions& options);

}  // namespace opta::helm
