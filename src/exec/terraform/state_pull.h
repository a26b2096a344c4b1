// terraform state pull: which resources the state holds, with the cloud's ids. Needs no provider.
//
// The state holds secrets in the clear; of it nothing but addresses and ids leaves this file.
#pragma once

#include <map>

#include "exec/terraform/context.h"

namespace opta::terraform {

struct StatePullOutcome {
  std::map<std::string, std::string> ids = {};  // by address; empty where the resource has none
  std::optional<EngineFailure> failure = {};
};

std::vector<std::string> state_pull_arguments();
// No state yet holds nothing. Data sources, and objects that wait for their end after a
// replacement, are left out.
Result<StatePullOutcome> state_pull(const Context& context);

}  // namespace opta::terraform
