// kubectl patch: changes the fields that a patch names, and leaves all others as they are, also
// those that somebody else changes at the same moment.
#pragma once

#include "exec/kubectl/context.h"

namespace opta::kubectl {

struct PatchOptions {
  std::string type;  // "secret"
  std::string name;
  std::string object_namespace = {};
};

std::vector<std::string> patch_arguments(const PatchOptions& options);
// `patch`: a JSON merge patch (RFC 7386). It goes by the input stream, so it may hold Secrets.
Result<ClusterOutcome> patch(const Context& context, std::string patch,
                             const PatchOptions& options);

}  // namespace opta::kubectl
