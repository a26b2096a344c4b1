// `opta generate-manifests`: a layer's Helm releases as plain objects, for Argo CD or Flux.
#pragma once

#include "app/arguments.h"
#include "app/engine_room.h"
#include "app/env.h"

namespace opta {

// Writes the folder anew: what is no more in it goes, others' files stay. The layer has `gitops` in
// its file and was applied. Changes nothing in the cloud and in the cluster.
Exit generate_manifests(Env& env, const ManifestsArguments& arguments);

// The same for a layer that is open already. `images`: "MODULE@sha256:…".
Exit write_manifests(EngineRoom& room, const std::string& directory,
                     const std::vector<std::string>& images, Format format);

// The error of a layer whose manifests nobody would deploy but Opta itself.
Exit fail_without_gitops(const CloudRoom& room);

}  // namespace opta
