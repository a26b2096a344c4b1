// What an apply does in the cluster, as plain data: the model that risk, text and JSON read. The
// counterpart of plan/plan.h, and like it without any sensitive value.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "plan/plan.h"
#include "plan/risk.h"

namespace opta {

struct ObjectChange {
  std::string api_version = {};  // "apps/v1"
  std::string kind = {};         // "Deployment"
  std::string object_namespace = {};
  std::string name = {};
  std::string source = {};  // the chart's template; empty for what goes
  Action action = Action::kNone;
  // Of a new object all it says, but for a custom resource definition, which says too much.
  std::vector<FieldChange> fields = {};
  // Set when somebody else has made an object of this name: Helm will refuse to take it over.
  // "the release `a` of the namespace `b`", "somebody without Helm"
  std::string owner = {};
  Assessment assessment = {};
};

// A job or the like that Helm runs on the way. It is made anew each time and compared with nothing.
struct HookRun {
  std::string kind;
  std::string name = {};
  std::string event;  // "pre-upgrade"
};

struct ReleasePlan {
  std::string release;
  std::string release_namespace;
  std::string module = {};        // whose it is
  Action action = Action::kNone;  // create: it is not installed yet; delete: it goes as a whole
  std::vector<ObjectChange> changes = {};  // in the rendering's order; what goes stands last
  std::vector<HookRun> hooks = {};         // none when nothing changes
  std::vector<std::string> kept =
      {};  // "PersistentVolumeClaim data": leaves the release, yet stays
  std::size_t unchanged_count = 0;
  // Helm forgets it, since Argo CD or Flux deploys it from now on; what runs is not touched.
  bool handed_over = false;
  std::string unfinished = {};  // "failed": how an earlier run left it; it is then done again
};

struct ClusterPlan {
  std::vector<ReleasePlan> releases = {};
  std::string deployed_by = {};  // "Argo CD from …"; empty: Helm
};

struct ObjectCounts {
  std::size_t create = 0;
  std::size_t update = 0;
  std::size_t replace = 0;
  std::size_t destroy = 0;
  std::size_t unchanged = 0;
  std::size_t loses_data = 0;
  std::size_t interrupts = 0;
  std::size_t exposes = 0;

  void add(const ReleasePlan& release);
  std::size_t changes() const { return create + update + replace + destroy; }
};
ObjectCounts count_objects(const ClusterPlan& plan);

bool is_empty(const ReleasePlan& release);
bool is_empty(const ClusterPlan& plan);

}  // namespace opta
