// The Kubernetes Secrets of releases: composed from Secrets Manager when they are written, and past
// Helm, so that no value stands in a release's history.
#pragma once

#include <optional>
#include <string>

#include "app/engine_room.h"
#include "app/release_values.h"
#include "exec/aws/cli.h"
#include "plan/manifest.h"

namespace opta {

// On the Secret: a digest of what it is made of, the versions of secrets and not their values.
inline constexpr const char* kRevisionAnnotation = "opta.dev/revision";

// Adds to the inputs what Terraform does not know: for each secret the version that holds now, and
// for each release's Secret its revision. What an apply has yet to make stays unknown. A layer
// without secrets asks nobody.
Step<void> add_secret_revisions(EngineRoom& room, InputValues& inputs);

// The Secret as the plan sees it: its name, its keys and its revision.
KubeObject secret_object(const std::string& layer, const Release& release,
                         const InputValues& inputs);
// Whether the object is one that `secret_object` made.
bool is_release_secret(const KubeObject& object);

// The manifest with the values, for kubectl's input stream.
Result<std::string> secret_manifest(const aws::Cli& cli, const std::string& layer,
                                    const Release& release, const InputValues& inputs);

}  // namespace opta
