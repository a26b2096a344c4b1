// A failed rollout for people and for programs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rollout/explain.h"

namespace opta {

// "Deployment `app` does not get ready: the registry has no image `…`"
std::string rollout_message(const RolloutProblem& problem, std::string_view release);
// Where it happens, what the cluster says of it, and the container's last lines.
std::vector<std::string> rollout_notes(const RolloutProblem& problem);
// "Deployment app has 2 of 2 pods ready"; empty for a release without workloads.
std::string serving_text(const std::vector<WorkloadProgress>& workloads);
// A JSON object. `retry` is the command to run again; `revision` the one that serves, 0: none.
std::string rollout_data(const RolloutProblem& problem, std::string_view release,
                         std::string_view retry, int revision,
                         const std::vector<WorkloadProgress>& serving);

}  // namespace opta
