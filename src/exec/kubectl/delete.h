// kubectl delete: removes an object and waits until it is gone.
#pragma once

#include "exec/kubectl/context.h"

namespace opta::kubectl {

struct DeleteOptions {
  static constexpr std::chrono::seconds kTimeout{300};

  std::string type;  // "deployments.apps"
  std::string name;
  std::string object_namespace = {};
  bool wait = true;
  std::chrono::seconds timeout = kTimeout;
};

std::vector<std::string> delete_arguments(const DeleteOptions& options);
// An object that is not there is no failure.
Result<ClusterOutcome> delete_object(const Context& context, const DeleteOptions& options);

}  // namespace opta::kubectl
