// Import blocks beside main.tf.json. Those of resources that a killed run made and no state knows
// stay until an apply has gone through; those of `opta import` for one plan, which has them then.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/file_system.h"
#include "exec/terraform/diagnostic.h"

namespace opta {

struct Import {
  std::string address;
  std::string id;

  bool operator==(const Import&) const = default;
};

inline constexpr const char* kImportsFile = "recovered_imports.tf.json";
inline constexpr const char* kWishedImportsFile = "wished_imports.tf.json";

// None when there is no such file.
std::vector<Import> read_imports(const FileSystem& disk, const std::string& root);
// Without imports the file goes.
Status write_imports(FileSystem& disk, const std::string& root, const std::vector<Import>& imports,
                     const char* file = kImportsFile);

// An import that the engine refused, and its own words why.
using RefusedImport = std::pair<Import, std::string>;
// The module has no such resource, as the file is now.
inline constexpr std::string_view kNoSuchTarget = "Configuration for import target does not exist";
// Takes out of `imports` those that the diagnostics are about: one that cannot be done, because the
// thing is gone or the file no longer has it, must not keep the rest from being planned.
std::vector<RefusedImport> take_refused(std::vector<Import>& imports,
                                        const std::vector<terraform::EngineDiagnostic>& diagnostics,
                                        const char* file = kImportsFile);

}  // namespace opta
