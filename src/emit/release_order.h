// Which of a layer's releases stand before which.
#pragma once

#include "diag/diagnostic.h"
#include "emit/release.h"

namespace opta {

// Sorts them, each behind those that it comes after; `after` then names releases of the layer only.
// Reports two of one name, and circles.
void order_releases(const Layer& layer, Releases& releases, Diagnostics& diagnostics);

}  // namespace opta
