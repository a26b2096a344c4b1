// helm uninstall: removes a release and waits until its objects are gone.
#pragma once

#include "exec/helm/context.h"

namespace opta::helm {

struct UninstallOptions {
  static constexpr std::chrono::seconds kTimeout{300};

  std::string release;
  std::string release_namespace;
  std::chrono::seconds timeout = kTimeout;
};

std::vector<std::string> uninstall_arguments(const UninstallOptions& options);
// A release that is not there is no failure.
Result<ClusterOutcome> uninstall(const Context& context, const UninstallOptions& options);

}  // namespace opta::helm
