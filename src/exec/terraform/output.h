// terraform output: all outputs of the state as JSON. Needs no provider, so it is quick. Sensitive
// outputs stand in it in the clear, marked `sensitive`: hand on the others only.
#pragma once

#include "exec/terraform/context.h"

namespace opta::terraform {

std::vector<std::string> output_arguments();
Result<TextOutcome> output(const Context& context);

}  // namespace opta::terraform
