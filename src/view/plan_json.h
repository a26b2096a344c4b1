// The plan for machines. Stable: fields are added, never renamed; every field is always there, null
// for nothing.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "plan/plan.h"
#include "plan/risk.h"

namespace opta {

// Raised when a field changes its meaning.
inline constexpr int kPlanJsonFormat = 1;

nlohmann::ordered_json plan_json(const Plan& plan, const PlanRisk& risk);

}  // namespace opta
