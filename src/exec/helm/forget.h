// Takes away what Helm keeps of a release, and nothing that the release has made: whoever deploys
// it from now on finds all of it running. Helm has no command for this.
#pragma once

#include "exec/kubectl/context.h"

namespace opta::helm {

struct ForgetOptions {
  std::string release;
  std::string release_namespace;
  // Only revisions that newer ones have replaced. They go first: with them alone left, Helm would
  // refuse to install the release again.
  bool only_superseded = false;
};

std::vector<std::string> forget_arguments(const ForgetOptions& options);
// A release that is not there is no failure.
Result<ClusterOutcome> forget(const kubectl::Context& context, const std::string& release_namespace,
                              const std::string& release);

}  // namespace opta::helm
