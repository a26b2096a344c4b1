// The cluster's part of the plan for a person, release by release. The counterpart of
// view/plan_text.h, in the same words and with the same loudness.
#pragma once

#include <string>

#include "plan/object_change.h"
#include "view/plan_text.h"

namespace opta {

// Ends with a line end; an empty text when there are no releases at all.
std::string cluster_plan_text(const ClusterPlan& plan, const PlanTextOptions& options);

}  // namespace opta
