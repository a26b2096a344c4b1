// A release's rendering as files for a repository: one an object, under names that stay the same
// when others come and go. Pure and deterministic.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "emit/stack.h"
#include "plan/object_change.h"

namespace opta {

struct ManifestFilesOptions {
  std::string folder;  // that the files' paths begin with: the module's name
  std::string release;
  std::string release_namespace;
  GitOpsTool tool = GitOpsTool::kArgoCd;
};

struct ManifestFiles {
  std::vector<GeneratedFile> files = {};  // sorted by path, which is an order to make them in
  // What Helm runs at moments of its own: not among the files.
  std::vector<HookRun> left_out = {};
  // Secrets that hold values. They are not among the files: nobody may write them down.
  std::vector<std::string> secrets = {};
  std::vector<std::string> images = {};  // that the objects run, each once
};

// Each object says which namespace it stands in, and is marked as the release's: so Helm can take
// it back. An Error when the rendering cannot be read.
Result<ManifestFiles> manifest_files(std::string_view rendering,
                                     const ManifestFilesOptions& options);

// The list that kubectl, Argo CD and Flux read; `files` are sorted.
GeneratedFile kustomization_file(const std::vector<GeneratedFile>& files);

}  // namespace opta
