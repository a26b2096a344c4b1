// The front half of the pipeline for one command: read, check, link, emit; and the report of what
// was found.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/arguments.h"
#include "app/env.h"
#include "catalog/catalog.h"
#include "emit/stack.h"
#include "layer/load.h"

namespace opta {

class FrontEnd {
 public:
  // OPTA_LIBRARY names a folder in place of the embedded library.
  explicit FrontEnd(Env& env);
  // With another way to git; null: environments in git are refused.
  FrontEnd(Env& env, std::unique_ptr<GitFetcher> git);
  ~FrontEnd();

  // Forgets the user's files and what was found in them; the library stays. For a process that
  // reads the same files again and again.
  void start_over();

  // Null after errors; they stand in `diagnostics`.
  std::shared_ptr<const Layer> load(const LayerArguments& arguments,
                                    bool variables_required = true);
  Stack emit(const Layer& layer, Backend backend);
  // What would fail only in the cluster: values that a chart refuses, versions that exclude each
  // other. For commands that bring the layer into being, not for those that look or take down.
  void check_releases(const Layer& layer, const std::vector<Release>& releases);
  // Prints the diagnostics (text to err, JSON and SARIF to out) and says how a command that ends
  // here exits.
  Exit report(Format format);
  // Text diagnostics to err, for a command that goes on; what was shown is not shown again.
  void show_warnings();

  Env& env;
  SourceMap sources;
  Diagnostics diagnostics;
  std::unique_ptr<FileSystem> library;
  Catalog catalog;

 private:
  std::unique_ptr<GitFetcher> git_;
  std::unique_ptr<LayerLoader> loader_;
  // As they are before a file of the user is read.
  SourceMap library_sources_;
  Diagnostics library_diagnostics_;
};

}  // namespace opta
