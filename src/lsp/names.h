// What can stand in braces in a file, with where each is declared.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lsp/scene.h"

namespace opta::lsp {

struct Declaration {
  const FileView* file = nullptr;
  Extent extent = {};  // of the name
};

struct Name {
  std::string text = {};                   // "vars.most"
  std::string detail = {};                 // in a few words
  std::string doc = {};                    // Markdown
  std::vector<Declaration> declared = {};  // none for what Opta itself knows
};

// At most kNamesMax. Outputs of the module at `self` are left out: it cannot wait for itself.
inline constexpr std::size_t kNamesMax = 5000;
std::vector<Name> names_in_braces(const Scene& scene, std::size_t self = Branch::kNone);
// Without the second word that there is for `vars`.
std::string canonical_name(std::string_view text);
// Those that can stand in an expression: outputs of modules.
bool fits_expression(const Name& name);

}  // namespace opta::lsp
