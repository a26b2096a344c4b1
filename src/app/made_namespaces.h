// The namespaces that Opta makes itself, before Helm, Argo CD or Flux fills them.
#pragma once

#include <string>
#include <vector>

#include "emit/stack.h"
#include "plan/manifest.h"

namespace opta {

// Those of Kubernetes itself are there already.
bool is_ours_to_make(const std::string& name);
KubeObject namespace_object(const std::string& name);
// `objects`: of each release of the stack, in its order. A namespace stands with the first release
// that needs it.
void add_namespaces(const Stack& stack, std::vector<std::vector<KubeObject>>& objects);

}  // namespace opta
