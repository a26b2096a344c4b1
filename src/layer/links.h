// `links`: what modules give each other. A target's module.yaml says what it has to give
// (catalog: LinkDefinition); the linking module's, by its wires, what it can take.
#pragma once

#include "catalog/catalog.h"
#include "diag/diagnostic.h"
#include "layer/layer.h"

namespace opta {

// Fills `links` of every module, and reports those that cannot be.
void read_links(Layer& layer, const Catalog& catalog, Diagnostics& diagnostics);

}  // namespace opta
