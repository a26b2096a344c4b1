// kubectl port-forward: a port of this machine's loopback that leads to a pod's.
#pragma once

#include <functional>

#include "exec/kubectl/context.h"

namespace opta::kubectl {

struct PortForwardOptions {
  std::string pod;
  std::string object_namespace = {};
  int local = 0;
  int remote = 0;
};

std::vector<std::string> port_forward_arguments(const PortForwardOptions& options);
// Until the pod ends or the context's stop asks. `on_line` gets kubectl's words: "Forwarding from
// 127.0.0.1:8080 -> 80" when it is ready.
Result<ClusterOutcome> port_forward(const Context& context, const PortForwardOptions& options,
                                    const LineSink& on_line);

}  // namespace opta::kubectl
