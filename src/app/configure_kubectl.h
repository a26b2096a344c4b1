// `opta configure-kubectl`: adds the cluster to the user's kubeconfig, by way of kubectl.
#pragma once

#include "app/arguments.h"
#include "app/env.h"

namespace opta {

Exit configure_kubectl(Env& env, const RunArguments& arguments);

}  // namespace opta
