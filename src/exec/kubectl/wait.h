// kubectl wait: until an object has come to a condition.
#pragma once

#include "exec/kubectl/context.h"

namespace opta::kubectl {

struct WaitOptions {
  static constexpr std::chrono::seconds kTimeout{300};

  std::string type;       // "customresourcedefinition"
  std::string name = {};  // empty: all that the selector takes
  std::string selector = {};
  std::string condition;  // "condition=Established", "delete", "jsonpath={.status.phase}=Bound"
  std::string object_namespace = {};
  std::chrono::seconds timeout = kTimeout;
};

std::vector<std::string> wait_arguments(const WaitOptions& options);
Result<ClusterOutcome> wait(const Context& context, const WaitOptions& options);

}  // namespace opta::kubectl
