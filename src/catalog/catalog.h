// All modules of the library, and what is known of the clouds. One catalog, many readers: checks,
// defaults, suggestions, help, the JSON Schema and the reference pages.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/file_system.h"
#include "catalog/module_definition.h"
#include "diag/diagnostic.h"

namespace opta {

// A cloud whose files are recognised; `types` and `aliases` of one that is not built are known by
// name only.
struct Cloud {
  std::string name;  // the key in `providers`: aws, google, azurerm, local; "helm" has no provider
  bool built = false;
  std::vector<std::string> types;
  std::vector<std::string> provider_fields;  // what `providers.<name>` must have
  std::map<std::string, std::string, std::less<>> aliases;
  std::map<std::string, int, std::less<>>
      region_zones;  // region -> availability zones of a new account

  int zones(std::string_view region) const;  // 0 when not known
};

class Catalog {
 public:
  // Reads modules/*/cloud.yaml and modules/*/*/module.yaml. A fault in the library is reported like
  // one in a user's file.
  static Catalog load(const FileSystem& library, SourceMap& sources, Diagnostics& diagnostics);

  // By full type or generic name, for a cloud; null when there is none.
  const ModuleDefinition* find(std::string_view type, std::string_view cloud) const;
  // By full type alone.
  const ModuleDefinition* find_type(std::string_view type) const;
  const Cloud* find_cloud(std::string_view name) const;
  const std::vector<ModuleDefinition>& modules() const { return modules_; }
  const std::vector<Cloud>& clouds() const { return clouds_; }
  // Full and generic names that can be written in a file of this cloud.
  std::vector<std::string> type_names(std::string_view cloud) const;

 private:
  std::vector<ModuleDefinition> modules_;  // sorted by type
  std::vector<Cloud> clouds_;
};

}  // namespace opta
