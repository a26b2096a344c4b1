// helm rollback: brings a release back to a revision. The way out of a release that a killed Helm
// left as pending; a first install that hangs has nothing to go back to and is uninstalled.
#pragma once

#include "exec/helm/context.h"

namespace opta::helm {

struct RollbackOptions {
  static constexpr std::chrono::seconds kTimeout{300};

  std::string release;
  std::string release_namespace;
  int revision = 0;  // 0: the one before
  std::chrono::seconds timeout = kTimeout;
  bool wait = true;  // until what is put back is ready
};

std::vector<std::string> rollback_arguments(const RollbackOptions& options);
Result<ClusterOutcome> rollback(const Context& context, const RollbackOptions& options);

}  // namespace opta::helm
