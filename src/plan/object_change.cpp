#include "plan/object_change.h"

#include <algorithm>

namespace opta {

void ObjectCounts::add(const ReleasePlan& release) {
  for (const ObjectChange& change : release.changes) {
    create += change.action == Action::kCreate ? 1 : 0;
    update += change.action == Action::kUpdate ? 1 : 0;
    replace += change.action == Action::kReplace ? 1 : 0;
    destroy += change.action == Action::kDelete ? 1 : 0;
    loses_data += change.assessment.risk == Risk::kLosesData ? 1 : 0;
    interrupts += change.assessment.risk == Risk::kInterrupts ? 1 : 0;
    exposes += change.assessment.exposes() ? 1 : 0;
  }
  unchanged += release.unchanged_count;
}

ObjectCounts count_objects(const ClusterPlan& plan) {
  ObjectCounts counts;
  for (const ReleasePlan& release : plan.releases) counts.add(release);
  return counts;
}

bool is_empty(const ReleasePlan& release) {
  return release.changes.empty() && release.action == Action::kNone;
}

bool is_empty(const ClusterPlan& plan) {
  return std::ranges::all_of(plan.releases,
                             [](const ReleasePlan& release) { return is_empty(release); });
}

}  // namespace opta
