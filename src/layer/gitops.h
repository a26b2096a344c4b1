// The `gitops` section of a service's file: who deploys its Helm releases in Opta's place.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "diag/diagnostic.h"
#include "layer/layer.h"

namespace opta {

struct Document;
struct Scope;

// Nothing where the file has no such section, or one with faults, which are reported. The layer has
// its name, its kind and its chosen environment by now.
std::optional<GitOps> decode_gitops(const Document& document, const Layer& layer,
                                    const Scope& scope, const SourceMap& sources,
                                    Diagnostics& diagnostics);

std::string_view tool_name(const GitOps& gitops);  // "Argo CD"
// "Argo CD from https://github.com/acme/deploy.git, services/hello (main)"
std::string deployer_of(const GitOps& gitops);

}  // namespace opta
