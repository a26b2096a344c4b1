// How the layer's cluster is reached: by a kubeconfig of our own, so that the user's is never
// touched and a wrong context is never hit.
#pragma once

#include <optional>
#include <string>

#include "app/cloud_room.h"
#include "exec/helm/context.h"
#include "exec/kubectl/context.h"

namespace opta {

// Nothing when there is no cluster yet: in AWS before the environment's first apply, in the sandbox
// unless it was started with a cluster, or OPTA_KUBECONFIG names one.
Step<std::optional<kubectl::Context>> reach_cluster(const CloudRoom& room);

// Path of the kubeconfig of the sandbox's cluster; empty when it has none.
Step<std::string> sandbox_kubeconfig(const CloudRoom& room);

// Helm for that cluster; for rendering alone it needs none.
Step<helm::Context> find_helm(const CloudRoom& room, const kubectl::Context* cluster = nullptr);

}  // namespace opta
