// What the stack's charts make of their values: the objects that Helm would install.
#pragma once

#include <string>
#include <vector>

#include "app/release_values.h"
#include "exec/kubectl/capabilities.h"
#include "plan/manifest.h"

namespace opta {

// The objects of each release, in the order of the stack's. A rendering is kept below the working
// folder, without any Secret's value, and taken from there while chart, values and cluster stay the
// same: Helm is then not called at all.
Step<std::vector<std::vector<KubeObject>>> render_releases(
    EngineRoom& room, const InputValues& inputs, const kubectl::Capabilities& capabilities);

// The same as Helm wrote it, with Secrets in the clear: for plan/manifest_files.h and nowhere else.
// Nothing of it is kept.
Step<std::vector<std::string>> render_texts(EngineRoom& room, const InputValues& inputs,
                                            const kubectl::Capabilities& capabilities);

// Without a cluster: the Kubernetes version that the environment's file asks for.
kubectl::Capabilities wanted_capabilities(const Layer& layer);

}  // namespace opta
