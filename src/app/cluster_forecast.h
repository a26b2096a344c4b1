// What a run will do in the cluster, found out before anything is touched: the releases as they
// would be rendered, against what runs.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/cluster_access.h"
#include "app/cluster_labels.h"
#include "app/gone_releases.h"
#include "app/release_values.h"
#include "exec/helm/stored_release.h"
#include "exec/kubectl/capabilities.h"
#include "plan/manifest.h"
#include "plan/object_change.h"

namespace opta {

inline constexpr const char* kDefinitionKind = "CustomResourceDefinition";

struct ClusterForecast {
  ClusterPlan plan;  // those of the stack in its order, then those that go
  // What each release of the stack will consist of, for the promises.
  std::vector<std::vector<KubeObject>> rendered = {};
  // Of forecast_drift: what of it runs.
  std::vector<std::vector<KubeObject>> running = {};
  std::vector<ReleaseName> gone = {};            // that the layer had and its file no longer has
  std::optional<kubectl::Context> cluster = {};  // none: it does not exist yet, or does not answer
  helm::StoredReleases stored = {};              // all of the cluster
  kubectl::Capabilities capabilities = {};       // of the cluster, or as the file wants them
  InputValues inputs = {};                       // what the releases' values were made with
  bool unreachable = false;                      // it exists and does not answer; that was said
  bool gone_unknown = false;  // so it is not known whether releases that should go are there

  bool has_work() const { return !plan.releases.empty() || !gone.empty(); }
};

// Nothing for a layer without releases: no cluster is asked then. What the file leaves to
// deployments and `inputs` do not tell stays as the installed releases have it. Where Argo CD or
// Flux deploys, the releases consist of what is left to Opta: namespaces and Secrets.
Step<ClusterForecast> forecast_apply(EngineRoom& room, InputValues inputs,
                                     std::vector<ReleaseName> gone);
// What was installed last is wanted: its changes are what somebody else did since.
Step<ClusterForecast> forecast_drift(EngineRoom& room);
// All of the layer's releases go.
Step<ClusterForecast> forecast_destroy(EngineRoom& room, std::vector<ReleaseName> gone);

}  // namespace opta
