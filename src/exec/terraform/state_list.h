// terraform state list: the addresses of all resources in the state. Needs no provider.
#pragma once

#include "exec/terraform/context.h"

namespace opta::terraform {

struct StateListOutcome {
  std::vector<std::string> addresses = {};
  std::optional<EngineFailure> failure = {};
};

std::vector<std::string> state_list_arguments();
// No state yet is an empty list.
Result<StateListOutcome> state_list(const Context& context);

}  // namespace opta::terraform
