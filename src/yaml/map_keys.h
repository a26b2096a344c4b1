// The keys of a map: each once, each a word, and `<<` filled in.
#pragma once

#include <vector>

#include "diag/diagnostic.h"
#include "yaml/budget.h"
#include "yaml/flat_tree.h"

namespace opta::yaml {

// Takes out of `map` the entries that are wrong, with a diagnostic for each, and puts those of `<<`
// behind its own. False when a limit is passed.
bool finish_map(Item& map, const std::vector<Item>& items, Budget& budget,
                Diagnostics& diagnostics);

}  // namespace opta::yaml
