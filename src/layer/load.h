// A file -> a Layer: reading, checking and linking, as a list of passes.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/file_system.h"
#include "catalog/catalog.h"
#include "diag/diagnostic.h"
#include "layer/git_fetcher.h"
#include "layer/layer.h"
#include "layer/user_files.h"

namespace opta {

struct LoadOptions {
  std::string path;                             // of the file, as the user wrote it
  std::optional<std::string> environment = {};  // --env
  std::vector<std::pair<std::string, std::string>> variables = {};  // --var, in order
  // Whether a variable without a value is an error. Commands that only look (output, show) do
  // without.
  bool variables_required = true;
  // --preview: the layer is read as a copy of itself (layer/preview.h).
  std::optional<std::string> preview = {};
};

// Loads layers; keeps parents, so that many services beside one environment read it once.
class LayerLoader {
 public:
  // All must outlive the loader; `git` may be null (then git sources are refused).
  LayerLoader(const Catalog& catalog, const FileSystem& disk, SourceMap& sources, GitFetcher* git);

  // Nothing when errors were reported. A file of a cloud that is not built gets all other checks
  // first.
  std::shared_ptr<const Layer> load(const LoadOptions& options, Diagnostics& diagnostics);

  // Limits on what a file may hold, each with a diagnostic.
  static constexpr std::uint64_t kFileBytesMax = 8u << 20;
  static constexpr std::size_t kModulesMax = 500;
  static constexpr std::size_t kEnvironmentsMax = 100;
  UserFileLimits file_limits = {};

 private:
  friend class LayerPasses;

  // `.yaml` and `.yml` stand for each other where only one exists.
  std::string existing(const std::string& path) const;

  const Catalog& catalog_;
  const FileSystem& disk_;
  SourceMap& sources_;
  GitFetcher* git_;
  // By path as found; a null layer: it was tried, and its errors were reported.
  std::map<std::string, std::shared_ptr<const Layer>> parents_;
};

}  // namespace opta
