#include "app/journal.h"

namespace opta {

void Journal::add(const Event& event) {
  const bool starts = event.kind == EventKind::kResourceStarted;
  const bool finished = event.kind == EventKind::kResourceFinished;
  const bool failed = event.kind == EventKind::kResourceFailed;
  worked = worked || starts || finished || failed || event.kind == EventKind::kChangesPlanned;
  if (event.action == Action::kCreate) {
    if (starts) unfinished.insert(event.address);
    if (finished || failed) unfinished.erase(event.address);
    if (finished && !event.id.empty()) made[event.address] = event.id;
  }
  if (event.action == Action::kDelete) {
    if (starts) going_[event.address] = event.id;
    if (!finished) return;
    const std::string id = std::exchange(going_[event.address], {});
    gone.emplace(event.address, id);
    // Not what took its place.
    const auto same = made.find(event.address);
    if (same != made.end() && same->second == id) made.erase(same);
  }
}

}  // namespace opta
