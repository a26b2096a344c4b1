// terraform show: a saved plan, or the state, as JSON.
//
// The answer holds sensitive values in the clear beside masks that name them. It is for src/plan to
// read, and never to be printed or kept as it is.
#pragma once

#include "exec/terraform/context.h"

namespace opta::terraform {

struct ShowOptions {
  std::string plan_file = {};  // empty: the state
};

std::vector<std::string> show_arguments(const ShowOptions& options);
Result<TextOutcome> show(const Context& context, const ShowOptions& options);

}  // namespace opta::terraform
