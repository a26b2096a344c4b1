// aws service-quotas, and what is in use of a quota.
#pragma once

#include <cstdint>

#include "exec/aws/cli.h"

namespace opta::aws {

struct Amount {
  std::uint64_t count = 0;
  std::optional<Failure> failure = {};
};

std::vector<std::string> get_quota_arguments(const std::string& service, const std::string& code);
std::vector<std::string> get_default_quota_arguments(const std::string& service,
                                                     const std::string& code);
// This account's value; AWS's default where the account has none of its own.
Result<Amount> quota(const Cli& cli, const std::string& service, const std::string& code);

// The number that a call answers whose `--query` is a count.
Result<Amount> count(const Cli& cli, std::vector<std::string> arguments);

std::vector<std::string> describe_instance_type_arguments(const std::string& instance_type);
// Virtual CPUs of one instance.
Result<Amount> instance_cpus(const Cli& cli, const std::string& instance_type);

struct RunningInstance {
  std::string type = {};
  bool is_spot = false;
  std::uint64_t cpus = 0;
};
struct RunningInstances {
  std::vector<RunningInstance> items = {};
  std::optional<Failure> failure = {};
};
std::vector<std::string> describe_running_instances_arguments();
// Of the whole region, whoever started them.
Result<RunningInstances> running_instances(const Cli& cli);

}  // namespace opta::aws
