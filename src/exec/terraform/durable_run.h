// An engine command as a run that outlives us: whatever takes the state's lock runs this way, so
// that a killed opta leaves neither a lock nor half a state behind. See exec/engine_run.h.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "exec/engine_run.h"
#include "exec/terraform/context.h"

namespace opta::terraform {

struct DurableOutcome : Outcome {
  RunStatus status = {};  // kRunning: we left before the end
};

// Starts `program arguments…` and returns; `record` is a fresh folder for the run. The arguments
// have -json.
Result<EngineRun> start_durable(const Context& context, std::vector<std::string> arguments,
                                const std::string& record,
                                const std::vector<std::string>& launcher = default_launcher());

// Reads along to the end, from the first line on, also in a later process than the one that started
// it. Each call hands out all events again.
Result<DurableOutcome> follow_durable(const std::string& record, const EventSink& on_event,
                                      const std::function<int()>& interrupt_count = {},
                                      std::stop_token leave = {});

}  // namespace opta::terraform
