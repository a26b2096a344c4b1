// helm lint: whether a chart is well made, and whether it takes these values.
#pragma once

#include "exec/helm/context.h"

namespace opta::helm {

struct LintOptions {
  std::string chart;
  std::vector<std::string> values_files = {};
  std::string kube_version = {};
  bool strict = true;  // a warning is a failure
};

std::vector<std::string> lint_arguments(const LintOptions& options);
// Helm tells what is wrong on its output, so that is the failure's message.
Result<ClusterOutcome> lint(const Context& context, const LintOptions& options);

}  // namespace opta::helm
