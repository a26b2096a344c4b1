// What is wrong with one pod, or with the claim of a volume.
#pragma once

#include <vector>

#include "rollout/events.h"
#include "rollout/problem.h"

namespace opta {

// Empty for a pod that is well or on its way. `workload` is left empty.
std::vector<RolloutProblem> pod_problems(const PodLook& pod, const EventsOf& events);

// Empty for a claim that is bound, or that waits for its first pod.
std::vector<RolloutProblem> claim_problems(const ClaimLook& claim, const EventsOf& events);

}  // namespace opta
