// Edits that a diagnostic's "did you mean" asks for.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lsp/text_lines.h"

namespace opta::lsp {

struct Fix {
  std::string word;  // what is put
  Extent replaced;
};

// `extent` is what the diagnostic points at, `help` its help. Nothing where that has no suggestion.
std::vector<Fix> fixes(std::string_view text, Extent extent, std::string_view help);

}  // namespace opta::lsp
