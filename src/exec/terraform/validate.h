// terraform validate: checks the generated files against the providers' schemas; touches no state
// and no cloud.
#pragma once

#include "exec/terraform/context.h"

namespace opta::terraform {

std::vector<std::string> validate_arguments();
Result<Outcome> validate(const Context& context);

}  // namespace opta::terraform
