// aws acm: certificates that AWS keeps.
#pragma once

#include "base/day.h"
#include "exec/aws/cli.h"

namespace opta::aws {

struct AcmCertificate {
  std::string domain = {};
  std::string status = {};       // "ISSUED", "PENDING_VALIDATION"
  std::optional<Day> ends = {};  // of one that was issued
  std::optional<Failure> failure = {};
};

std::vector<std::string> describe_certificate_arguments(const std::string& arn);
Result<AcmCertificate> describe_certificate(const Cli& cli, const std::string& arn);

}  // namespace opta::aws
