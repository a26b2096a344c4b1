// Keys, and new entries of lists.
#pragma once

#include <vector>

#include "lsp/completion.h"
#include "lsp/place.h"

namespace opta::lsp {

std::vector<Completion> complete_key(const Scene& scene, const Place& place,
                                     const CompletionOptions& options);

}  // namespace opta::lsp
