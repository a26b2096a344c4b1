// What may be written where, in one form for the whole file: the keys of its top level stand beside
// the catalog's inputs as fields, so that completion and hover walk one tree.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"
#include "lsp/outline.h"

namespace opta::lsp {

// The key that a branch has, and what may stand behind it.
struct Slot {
  const Field* field = nullptr;           // of an entry whose key is known
  std::vector<const Shape*> shapes = {};  // what the value may look like; empty: nothing is known
};

class FileFormat {
 public:
  // The catalog must outlive this.
  explicit FileFormat(const Catalog& catalog);

  const Catalog& catalog() const { return catalog_; }
  // Of the branch of an outline of a file.
  Slot slot(const Outline& outline, std::size_t branch) const;
  // The fields that may stand in it: of its shapes that are objects.
  std::vector<const Field*> fields(const Outline& outline, std::size_t branch) const;
  // By the full or the generic name; null when there is none.
  const ModuleDefinition* module(std::string_view type) const;

  // This version builds nothing for other clouds.
  static constexpr std::string_view kCloud = "aws";

 private:
  Shape file_;                                         // the whole file
  std::map<std::string, Shape, std::less<>> modules_;  // an entry of `modules`, by full type
  Shape untyped_module_;                               // one whose type is not written yet
  const Catalog& catalog_;
};

// The branch of the entry of `modules` that it stands in, or is; kNone outside of one.
std::size_t module_around(const Outline& outline, std::size_t branch);
// The keys from the module's entry down to the branch: "env_vars", "value". Items have none.
std::vector<std::string_view> keys_below(const Outline& outline, std::size_t from,
                                         std::size_t branch);

}  // namespace opta::lsp
