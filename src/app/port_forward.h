// `opta port-forward`: a port of this machine that leads to a service's.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "app/arguments.h"
#include "app/env.h"
#include "layer/layer.h"

namespace opta {

// Until Ctrl-C, or until the pod ends.
Exit port_forward(Env& env, const PortForwardArguments& arguments);

struct ForwardedPorts {
  int local = 0;
  int remote = 0;
};
// "[LOCAL:]REMOTE"; nothing for any other text. Without LOCAL it is REMOTE, and 8000 more where
// only root may take that one.
std::optional<ForwardedPorts> decode_ports(std::string_view text);
// The ports that the module's container listens on, by `port` or `ports`.
std::vector<int> container_ports(const ModuleUse& use);

}  // namespace opta
