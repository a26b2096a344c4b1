// kubectl create: makes objects that are not there yet; one that is there is a failure.
#pragma once

#include "exec/kubectl/context.h"

namespace opta::kubectl {

std::vector<std::string> create_arguments();
// `manifest`: YAML or JSON documents. It goes by the input stream, so it may hold Secrets.
Result<ClusterOutcome> create(const Context& context, std::string manifest);

}  // namespace opta::kubectl
