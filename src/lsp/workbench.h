// The border between the server and the world: open files laid over the disk, and the checks.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "catalog/catalog.h"
#include "diag/diagnostic.h"
#include "source/source_map.h"

namespace opta::lsp {

// What the checks say of a file.
struct CheckResult {
  SourceMap sources = {};
  std::vector<Diagnostic> diagnostics = {};
  // An environment in git was left out, and said so by an E0210.
  bool left_out_git = false;
  // Paths that the result depends on, normal_path text.
  std::set<std::string> asked_for = {};
};

class Workbench {
 public:
  virtual ~Workbench() = default;

  virtual const Catalog& catalog() const = 0;
  // The types of resources that the module's Terraform has.
  virtual std::vector<std::string> resources_of(const ModuleDefinition& module) const = 0;

  // From now on the text stands for the file, until it is dropped.
  virtual void put(const std::string& path, const std::string& text) = 0;
  virtual void drop(const std::string& path) = 0;
  virtual std::optional<std::string> read(const std::string& path) const = 0;
  virtual bool exists(const std::string& path) const = 0;

  // Whether the file is meant as a layer; another program's YAML is left alone.
  virtual bool is_layer(const std::string& path, const std::string& text) const = 0;
  // For each of the environments, or as it is where none is named.
  virtual CheckResult check(const std::string& path,
                            const std::vector<std::string>& environments) = 0;
};

}  // namespace opta::lsp
