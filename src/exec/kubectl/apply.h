// kubectl apply --server-side: makes objects, or brings them to what the text says.
#pragma once

#include "exec/kubectl/context.h"

namespace opta::kubectl {

struct ApplyOptions {
  std::string object_namespace = {};  // for objects that name none
  bool force_conflicts = false;       // take over fields that somebody else set
};

std::vector<std::string> apply_arguments(const ApplyOptions& options);
// `manifest`: YAML or JSON documents. It goes by the input stream, so it may hold Secrets.
Result<ClusterOutcome> apply(const Context& context, std::string manifest,
                             const ApplyOptions& options = {});

}  // namespace opta::kubectl
