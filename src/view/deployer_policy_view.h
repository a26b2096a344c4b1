// What whoever runs Opta for a layer must be allowed, as `opta iam-policy` prints it.
#pragma once

#include <string>

#include "emit/deployer_policy.h"

namespace opta {

// A table: actions by what they may be done to, each with its reason.
std::string deployer_policy_text(const Layer& layer, const DeployerPolicy& policy);
// `policies` are documents for IAM; `policy` is the one, when one is enough.
std::string deployer_policy_json(const Layer& layer, const DeployerPolicy& policy);

}  // namespace opta
