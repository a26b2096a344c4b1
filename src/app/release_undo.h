// Puts back what a failed release has replaced.
//
// Helm could do that itself (--atomic), but then what failed would be gone before anybody could say
// why: docs/decisions/0013-failed-rollouts.md.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "exec/helm/context.h"
#include "exec/kubectl/context.h"
#include "rollout/explain.h"

namespace opta {

struct ReleaseUndo {
  // The revision whose objects stand in the cluster now; 0: none, the release was taken away.
  int revision = 0;
  bool was_needed = false;   // Helm had begun to change something
  std::string failure = {};  // why it could not be undone; empty: it could
  // What is there now, as the cluster says.
  std::vector<WorkloadProgress> serving = {};
};

struct ReleaseUndoOptions {
  const kubectl::Context& cluster;
  const helm::Context& helm;
  std::string release;
  std::string release_namespace;
  std::vector<std::string> stuck_pods = {};  // of StatefulSets: they are made anew
  std::chrono::seconds timeout{300};
  bool wait = true;  // until all is ready again
};

// Back to the newest revision that ran as it should; a release that has none is taken away. One
// that Helm did not begin to change is left alone.
ReleaseUndo undo_release(const ReleaseUndoOptions& options);

}  // namespace opta
