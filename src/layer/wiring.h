// What modules get from each other without the user's doing: wires, required modules, and the order
// that results.
#pragma once

#include "diag/diagnostic.h"
#include "layer/layer.h"

namespace opta {

// Appends an argument for each wire of each module. Reports required modules that are missing,
// unless the file has entries that were not understood (`complete` false): the one that is missing
// may be among them.
void connect_wires(Layer& layer, bool complete, Diagnostics& diagnostics);

// Reports a circle of references between modules.
void check_cycles(const Layer& layer, Diagnostics& diagnostics);

}  // namespace opta
