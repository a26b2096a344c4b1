// aws sts: who we are to AWS.
#pragma once

#include "exec/aws/cli.h"

namespace opta::aws {

struct Identity {
  std::string account;
  std::string arn;
};

struct IdentityAnswer {
  Identity identity = {};
  std::optional<Failure> failure = {};
};

std::vector<std::string> get_caller_identity_arguments();
Result<IdentityAnswer> get_caller_identity(const Cli& cli);

}  // namespace opta::aws
