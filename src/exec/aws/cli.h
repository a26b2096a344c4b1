// The AWS command line, versions 1 and 2. We use it instead of an SDK: it finds the user's
// credentials as they are used to (profiles, single sign-on, roles), and it is small to swap for a
// fake.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/result.h"
#include "exec/environment.h"
#include "exec/process.h"
#include "exec/terraform/failure.h"

namespace opta::aws {

using terraform::FailureKind;

struct Cli {
  Runner& runner;
  std::string program;
  Environment environment;  // from engine_environment or sandbox_environment
  std::string region;
  std::string endpoint = {};  // the sandbox; empty: AWS itself
  int major_version = 0;      // 0: unknown
  std::stop_token stop = {};
};

// What stands before the subcommand. The endpoint and the region are said here although they stand
// in the environment too: version 1 and the early 2 read neither AWS_ENDPOINT_URL nor AWS_REGION.
std::vector<std::string> global_arguments(const Cli& cli);

struct Failure {
  std::string code = {};     // "NoSuchBucket", "404"; empty when the service was not reached
  std::string message = {};  // the CLI's own words
  FailureKind kind = FailureKind::kOther;
};

// From "An error occurred (CODE) when calling the X operation: MESSAGE".
Failure decode_failure(std::string_view error_text);

struct Answer {
  std::string text = {};
  std::optional<Failure> failure = {};

  bool failed_with(std::string_view code) const { return failure && failure->code == code; }
};

Result<Answer> call(const Cli& cli, const std::vector<std::string>& arguments,
                    std::string stdin_text = {});

}  // namespace opta::aws
