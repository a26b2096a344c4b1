// `opta secret rotate MODULE`: a new password for a store, and for all in the layer that use it.
#pragma once

#include <string>

#include "app/arguments.h"
#include "app/env.h"

namespace opta {

// An apply that also replaces the module's secret. Terraform gives the store the new password in
// the same apply; then the services' Secrets are written anew and their pods started again, a few
// at a time.
Exit secret_rotate(Env& env, const RunArguments& arguments, const std::string& module);

}  // namespace opta
