// `opta verify`: the security promises, decided on what will exist.
#pragma once

#include "app/arguments.h"
#include "app/env.h"

namespace opta {

// On the layer's plan, or on a plan or state of any Terraform. kPromiseBroken when one is broken;
// what cannot be known yet is shown and is no failure. Changes nothing.
Exit verify(Env& env, const VerifyArguments& arguments);

}  // namespace opta
