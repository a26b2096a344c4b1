// Names in braces inside a text: `{vars.most}`, `${{module.db.db_host}}` (layer/template.h).
#pragma once

#include <optional>
#include <string_view>

#include "lsp/outline.h"

namespace opta::lsp {

struct BraceWord {
  Extent word = {};            // letters, digits and `_-.` around the place; may be empty
  bool is_expression = false;  // in `${{ }}`
  bool is_closed = false;      // the closing brace follows the word
};

// The word that the place in the text is in, when it is inside braces that mean a name. `within`
// are the text's bounds.
std::optional<BraceWord> brace_word(std::string_view text, Extent within, std::size_t offset);

}  // namespace opta::lsp
