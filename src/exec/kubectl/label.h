// kubectl label: sets labels of an object that is there. They are of a manager of their own, so an
// apply that does not speak of them leaves them.
#pragma once

#include <utility>

#include "exec/kubectl/context.h"

namespace opta::kubectl {

struct LabelOptions {
  std::string type;  // "deployments.apps"
  std::string name;
  std::vector<std::pair<std::string, std::string>> labels;
  std::string object_namespace = {};
};

std::vector<std::string> label_arguments(const LabelOptions& options);
Result<ClusterOutcome> label(const Context& context, const LabelOptions& options);

}  // namespace opta::kubectl
