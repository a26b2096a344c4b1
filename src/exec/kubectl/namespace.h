// A namespace with its labels. Opta makes it, not Helm: Helm's has no labels, and those decide what
// a mesh or an admission policy does with all that comes in.
#pragma once

#include <utility>

#include "exec/kubectl/context.h"

namespace opta::kubectl {

struct NamespaceOptions {
  using Pairs = std::vector<std::pair<std::string, std::string>>;

  std::string name;
  Pairs labels = {};
  Pairs annotations = {};
};

std::string namespace_document(const NamespaceOptions& options);
// Makes it, or sets the labels and annotations of one that is there; others' stay.
Result<ClusterOutcome> apply_namespace(const Context& context, const NamespaceOptions& options);

}  // namespace opta::kubectl
