// Certificates that the user brings (`kind: certificate` among a module's checks): whether clients
// will take them.
#pragma once

#include "base/day.h"
#include "diag/diagnostic.h"
#include "layer/layer.h"

namespace opta {

// Reports at the path in the user's file, and never shows what stands in one.
void check_certificates(const Layer& layer, Day today, Diagnostics& diagnostics);

}  // namespace opta
