// What an engine said, at the line of YAML that caused it.
#pragma once

#include <vector>

#include "app/front_end.h"
#include "exec/terraform/context.h"

namespace opta {

// The failure as our diagnostic with the engine's own words below, added to `front.diagnostics` and
// shown.
Exit report_failure(FrontEnd& front, const Layer& layer, const Stack& stack,
                    const terraform::Outcome& outcome);
Exit report_failure(FrontEnd& front, const Layer& layer, const terraform::EngineFailure& failure);

}  // namespace opta
