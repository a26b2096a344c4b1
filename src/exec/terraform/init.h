// terraform init: fetches providers and connects the state.
#pragma once

#include "exec/terraform/context.h"

namespace opta::terraform {

struct InitOptions {
  // Take the state from where the configuration now says, without moving anything from where it
  // was. Right for us: the folder is generated, so an old place in it is only a leftover.
  bool reconfigure = false;
  bool upgrade = false;              // newer providers than the lock file names
  bool read_only_lock_file = false;  // fail rather than change the lock file
  bool backend = true;               // false: providers only, for `validate` without a state
  std::chrono::seconds lock_timeout = kLockTimeout;
};

std::vector<std::string> init_arguments(const InitOptions& options);
Result<Outcome> init(const Context& context, const InitOptions& options);

}  // namespace opta::terraform
