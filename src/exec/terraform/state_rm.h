// terraform state rm: forgets a resource, which stands on in the cloud.
#pragma once

#include "exec/terraform/context.h"

namespace opta::terraform {

std::vector<std::string> state_rm_arguments(const std::string& address);
Result<Outcome> state_rm(const Context& context, const std::string& address);

}  // namespace opta::terraform
