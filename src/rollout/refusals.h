// Objects that the API server does not take: a quota, a rule, a webhook.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "rollout/events.h"
#include "rollout/problem.h"

namespace opta {

// A ReplicaSet, StatefulSet, DaemonSet or Job that may not make its pods.
std::vector<RolloutProblem> refused_pods(const WorkloadLook& workload, const EventsOf& events);

// A refusal that Helm quotes; nothing when the text tells of none that is known.
std::optional<RolloutProblem> explain_refusal(std::string_view helm_message);

}  // namespace opta
