#include "exec/kubectl/port_forward.h"

#include <fmt/format.h>

namespace opta::kubectl {

namespace {

// Of lines that a sink has had already.
constexpr std::size_t kKeptBytes = 64U << 10U;

}  // namespace

std::vector<std::string> port_forward_arguments(const PortForwardOptions& options) {
  std::vector<std::string> arguments = {"port-forward", fmt::format("pod/{}", options.pod),
                                        fmt::format("{}:{}", options.local, options.remote),
                                        "--address=127.0.0.1"};
  add_namespace(arguments, options.object_namespace);
  return arguments;
}

Result<ClusterOutcome> port_forward(const Context& context, const PortForwardOptions& options,
                                    const LineSink& on_line) {
  const Captured captured =
      OPTA_TRY(run(context, port_forward_arguments(options), {}, on_line, kKeptBytes));
  return ClusterOutcome{.failure = cluster_failure_of(captured)};
}

}  // namespace opta::kubectl
