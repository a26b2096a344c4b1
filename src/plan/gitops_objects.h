// What tells Argo CD or Flux to deploy a folder of a repository: objects of theirs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emit/stack.h"

namespace opta {

// Where they stand in the folder: "argocd", "flux".
std::string_view tool_folder(const GitOps& gitops);

// An `Application`, or a `GitRepository` with a `Kustomization`: one file each, in a folder of the
// tool's name. None is among what they deploy. Taking one away leaves all running that it deployed.
std::vector<GeneratedFile> gitops_files(const GitOps& gitops, const std::string& layer);

}  // namespace opta
