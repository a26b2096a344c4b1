// terraform plan, always into a file: what was shown is what will be applied.
#pragma once

#include "exec/terraform/context.h"

namespace opta::terraform {

struct PlanOptions {
  std::string out_file = {};
  bool json = true;  // false: the engine's own text, for people
  bool destroy = false;
  bool refresh = true;  // false: trust the state, do not ask the cloud
  bool detailed_exit_code = true;
  int parallelism = 0;                    // 0: the engine's default
  std::vector<std::string> targets = {};  // addresses; none: the whole layer
  std::vector<std::string> replace = {};  // addresses
  std::chrono::seconds lock_timeout = kLockTimeout;
};

struct PlanOutcome : Outcome {
  bool has_changes = false;  // needs `detailed_exit_code`
};

std::vector<std::string> plan_arguments(const PlanOptions& options);
Result<PlanOutcome> plan(const Context& context, const PlanOptions& options,
                         const EventSink& on_event = {});

}  // namespace opta::terraform
