// The cluster's part of the plan for machines, beside view/plan_json.h and as stable as it.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "plan/object_change.h"

namespace opta {

nlohmann::ordered_json cluster_plan_json(const ClusterPlan& plan);

}  // namespace opta
