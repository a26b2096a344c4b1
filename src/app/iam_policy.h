// `opta iam-policy`: what whoever runs Opta for a file must be allowed in AWS.
#pragma once

#include "app/arguments.h"
#include "app/env.h"

namespace opta {

// Works from the file alone: no credentials, no state.
Exit iam_policy(Env& env, const LayerArguments& arguments);

}  // namespace opta
