// kubectl get: objects as JSON. Secrets come in the clear, so the answer is for plan/manifest.h
// alone.
#pragma once

#include "exec/kubectl/context.h"

namespace opta::kubectl {

struct GetOptions {
  std::vector<std::string> types;     // "deployments.apps", "service"
  std::string object_namespace = {};  // empty: of all namespaces
  std::string selector = {};          // "app.kubernetes.io/instance=hello"
};

std::vector<std::string> get_arguments(const GetOptions& options);
// A `List`, with no items when there are none.
Result<ClusterText> get(const Context& context, const GetOptions& options);

// Just these objects, in one call; those that are not there are left out, as are those whose kind
// the cluster does not know yet. At least one object.
std::vector<std::string> get_objects_arguments();
std::string object_documents(const std::vector<ObjectReference>& objects);
Result<ClusterText> get_objects(const Context& context,
                                const std::vector<ObjectReference>& objects);

}  // namespace opta::kubectl
