// What is wrong with the containers of one pod that has a node.
#pragma once

#include <vector>

#include "rollout/events.h"
#include "rollout/problem.h"

namespace opta {

// Empty where all are well or on their way. `workload` is left empty.
std::vector<RolloutProblem> container_problems(const PodLook& pod, const EventsOf& events);

}  // namespace opta
