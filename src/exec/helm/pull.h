// helm pull: a chart's archive from a repository. Its digest is checked by the caller, who has the
// lock file.
#pragma once

#include "exec/helm/context.h"

namespace opta::helm {

struct PullOptions {
  std::string chart;
  std::string repository;  // https://… or oci://…
  std::string version;     // exact
  std::string folder;      // must exist; gets CHART-VERSION.tgz
};

std::vector<std::string> pull_arguments(const PullOptions& options);
Result<ClusterOutcome> pull(const Context& context, const PullOptions& options);

}  // namespace opta::helm
