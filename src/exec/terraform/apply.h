// terraform apply of a saved plan, as a run that outlives us.
#pragma once

#include <functional>

#include "exec/engine_run.h"
#include "exec/terraform/context.h"

namespace opta::terraform {

struct ApplyOptions {
  std::string plan_file = {};
  int parallelism = 0;  // 0: the engine's default
  std::chrono::seconds lock_timeout = kLockTimeout;
};

struct ApplyOutcome : Outcome {
  RunStatus status = {};  // kRunning: we left before the end
};

std::vector<std::string> apply_arguments(const ApplyOptions& options);

// Starts it and returns; `record` is a fresh folder for the run. See exec/engine_run.h.
Result<EngineRun> start_apply(const Context& context, const ApplyOptions& options,
                              const std::string& record,
                              const std::vector<std::string>& launcher = default_launcher());

// Reads along to the end, from the first line on, also in a later process than the one that started
// it. Each call hands out all events again.
Result<ApplyOutcome> follow_apply(const std::string& record, const EventSink& on_event,
                                  const std::function<int()>& interrupt_count = {},
                                  std::stop_token leave = {});

}  // namespace opta::terraform
