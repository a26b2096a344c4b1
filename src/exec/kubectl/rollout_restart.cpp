#include "exec/kubectl/rollout_restart.h"

#include <chrono>
#include <thread>

#include <fmt/format.h>

namespace opta::kubectl {

namespace {

// The annotation tells the time in seconds, so that kubectl refuses a second restart in the same
// one; the first may have begun before the change that the second is for.
constexpr int kTriesMax = 3;
constexpr std::chrono::seconds kPause{1};

bool is_too_soon(const ClusterFailure& failure) {
  return failure.message.find("within the past second") != std::string::npos;
}

}  // namespace

std::vector<std::string> rollout_restart_arguments(const RolloutRestartOptions& options) {
  std::vector<std::string> arguments = {"rollout", "restart",
                                        fmt::format("{}/{}", options.type, options.name)};
  add_namespace(arguments, options.object_namespace);
  return arguments;
}

Result<ClusterOutcome> rollout_restart(const Context& context,
                                       const RolloutRestartOptions& options) {
  auto outcome = run_for_outcome(context, rollout_restart_arguments(options));
  for (int tries = 1; tries < kTriesMax && outcome && outcome->failure; ++tries) {
    if (!is_too_soon(*outcome->failure)) break;
    std::this_thread::sleep_for(kPause);
    outcome = run_for_outcome(context, rollout_restart_arguments(options));
  }
  return outcome;
}

}  // namespace opta::kubectl
