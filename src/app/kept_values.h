// What the file leaves to deployments goes on as it is, as long as no new deployment sets it.
#pragma once

#include "app/release_values.h"
#include "exec/helm/stored_release.h"
#include "exec/kubectl/context.h"

namespace opta {

// Adds the kept values to the inputs: as the installed releases have them, or, of one that Helm
// knows nothing of because Argo CD or Flux has deployed it until now, as it runs. `cluster` may be
// null.
Step<void> keep_values(EngineRoom& room, const helm::StoredReleases& stored,
                       const kubectl::Context* cluster, InputValues& inputs);

}  // namespace opta
