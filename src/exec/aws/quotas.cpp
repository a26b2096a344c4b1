#include "exec/aws/quotas.h"

#include <charconv>

#include "base/text.h"
#include "exec/json.h"

namespace opta::aws {

using lenient::Json;
using lenient::list_at;
using lenient::number_at;
using lenient::object_at;
using lenient::text_at;

namespace {

// Service Quotas knows no value of this account.
constexpr std::string_view kNoSuchResource = "NoSuchResourceException";

Result<Amount> value_of(const Answer& answer) {
  if (answer.failure) return Amount{.failure = answer.failure};
  const Json json = lenient::parse(answer.text);
  const Json& quota = object_at(json, "Quota");
  const auto value = quota.find("Value");
  if (value == quota.end() || !value->is_number()) return fail("AWS told no value of the quota");
  return Amount{.count = static_cast<std::uint64_t>(value->get<double>())};
}

}  // namespace

std::vector<std::string> get_quota_arguments(const std::string& service, const std::string& code) {
  return {"service-quotas", "get-service-quota", "--service-code", service, "--quota-code", code};
}

std::vector<std::string> get_default_quota_arguments(const std::string& service,
                                                     const std::string& code) {
  return {"service-quotas", "get-aws-default-service-quota",
          "--service-code", service,
          "--quota-code",   code};
}

Result<Amount> quota(const Cli& cli, const std::string& service, const std::string& code) {
  Answer answer = OPTA_TRY(call(cli, get_quota_arguments(service, code)));
  if (answer.failed_with(kNoSuchResource)) {
    answer = OPTA_TRY(call(cli, get_default_quota_arguments(service, code)));
  }
  return value_of(answer);
}

Result<Amount> count(const Cli& cli, std::vector<std::string> arguments) {
  const Answer answer = OPTA_TRY(call(cli, arguments));
  if (answer.failure) return Amount{.failure = answer.failure};
  const std::string_view text = trim(answer.text);
  Amount amount;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), amount.count);
  if (read.ec != std::errc() || read.ptr != text.data() + text.size()) {
    return fail("AWS told no count");
  }
  return amount;
}

std::vector<std::string> describe_instance_type_arguments(const std::string& instance_type) {
  return {"ec2", "describe-instance-types", "--instance-types", instance_type};
}

Result<Amount> instance_cpus(const Cli& cli, const std::string& instance_type) {
  const Answer answer = OPTA_TRY(call(cli, describe_instance_type_arguments(instance_type)));
  if (answer.failure) return Amount{.failure = answer.failure};
  const Json json = lenient::parse(answer.text);
  for (const Json& type : list_at(json, "InstanceTypes")) {
    return Amount{.count = number_at(object_at(type, "VCpuInfo"), "DefaultVCpus")};
  }
  return fail("AWS does not know the instance type " + instance_type);
}

std::vector<std::string> describe_running_instances_arguments() {
  return {"ec2", "describe-instances", "--filters",
          "Name=instance-state-name,Values=pending,running"};
}

Result<RunningInstances> running_instances(const Cli& cli) {
  const Answer answer = OPTA_TRY(call(cli, describe_running_instances_arguments()));
  RunningInstances found{.failure = answer.failure};
  const Json json = lenient::parse(answer.text);
  for (const Json& reservation : list_at(json, "Reservations")) {
    for (const Json& instance : list_at(reservation, "Instances")) {
      const Json& cpus = object_at(instance, "CpuOptions");
      found.items.push_back(
          {.type = text_at(instance, "InstanceType"),
           .is_spot = text_at(instance, "InstanceLifecycle") == "spot",
           .cpus = number_at(cpus, "CoreCount") * number_at(cpus, "ThreadsPerCore")});
    }
  }
  return found;
}

}  // namespace opta::aws
