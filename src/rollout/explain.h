// From what a namespace looks like to why a release in it does not get ready.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rollout/objects.h"
#include "rollout/problem.h"

namespace opta {

struct RolloutQuestion {
  std::string release;
  std::string release_namespace;
  // Hooks that were made before this are of earlier runs. RFC 3339, by the cluster's clock.
  std::string since = {};
};

// How far one workload of the release is.
struct WorkloadProgress {
  std::string kind;
  std::string name;
  int wanted = 0;
  int updated_ready = 0;  // pods of the newest form that are ready
  int ready = 0;          // pods of any form that are ready: what serves
  bool is_complete = false;

  std::string workload() const { return kind + " " + name; }
};

struct RolloutState {
  std::vector<WorkloadProgress> workloads = {};
  // The same problem of several pods stands once. Workloads that are not ready without a problem
  // have one of kSlow.
  std::vector<RolloutProblem> problems = {};
  // Pods of the newest form that are not ready, of StatefulSets: their controller goes on to no
  // other form before they are.
  std::vector<std::string> stuck_pods = {};

  bool is_complete() const;
  // Whether to wait on is of no use.
  bool is_hopeless() const;
};

RolloutState explain_rollout(const NamespaceLook& look, const RolloutQuestion& question);

}  // namespace opta
