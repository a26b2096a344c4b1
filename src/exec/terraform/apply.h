// terraform apply of a saved plan. It runs as exec/terraform/durable_run.h has it.
#pragma once

#include "exec/terraform/context.h"

namespace opta::terraform {

struct ApplyOptions {
  std::string plan_file = {};
  int parallelism = 0;  // 0: the engine's default
  std::chrono::seconds lock_timeout = kLockTimeout;
};

std::vector<std::string> apply_arguments(const ApplyOptions& options);

}  // namespace opta::terraform
