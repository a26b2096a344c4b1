// Which image a service runs that leaves it to deployments, where Helm cannot tell: out of objects
// in the cluster, or out of a folder with manifests.
#pragma once

#include <string>
#include <vector>

#include "app/generated_folder.h"
#include "app/release_values.h"
#include "exec/kubectl/context.h"
#include "plan/manifest.h"

namespace opta {

// "sha256:…" of the first image out of the repository that the objects run; empty when there is
// none, or none by digest.
std::string digest_in(const std::vector<KubeObject>& objects, const std::string& repository);

// The same of what runs now. `inputs` tell the repository.
Step<std::string> running_digest(const CloudRoom& room, const kubectl::Context& cluster,
                                 const Release& release, const InputValues& inputs);

void set_digest(const Release& release, const std::string& digest, InputValues& inputs);

// Adds to the inputs the digests of all services that leave it to deployments: of `asked`
// ("MODULE@sha256:…", or the repository in the module's place), else what the folder has, else what
// runs. An error for one that none of them tells. `cluster` may be null.
Step<void> add_digests(EngineRoom& room, const std::vector<std::string>& asked,
                       const GeneratedFolder& folder, const kubectl::Context* cluster,
                       InputValues& inputs);

}  // namespace opta
