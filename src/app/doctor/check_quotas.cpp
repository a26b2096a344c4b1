#include <fmt/format.h>

#include "app/doctor/checks.h"
#include "exec/aws/quotas.h"
#include "plan/quota_need.h"
#include "plan/resource_type.h"

namespace opta {

namespace {

constexpr const char* kArea = "quotas";

// Instances are counted by their virtual CPUs; AWS calls the families that Opta's nodes are of
// "standard".
struct CpuQuota {
  const char* subject;
  const char* code;
  bool is_spot;
};
constexpr CpuQuota kCpuQuotas[] = {{"vCPUs of running instances", "L-1216C47A", false},
                                   {"vCPUs of spot instances", "L-34B43A08", true}};

struct Demand {
  std::string subject;  // "elastic IPs"
  std::string service;
  std::string code;
  std::uint64_t more = 0;
};

// What AWS said of one question, or a finding that it said nothing.
std::optional<std::uint64_t> told(const Result<aws::Amount>& amount, const std::string& subject,
                                  Findings& findings) {
  if (amount && !amount->failure) return amount->count;
  findings.push_back(
      not_told(kArea, subject, amount ? amount->failure->message : amount.error().message));
  return std::nullopt;
}

void judge(const aws::Cli& cli, const Demand& demand, std::uint64_t in_use, Findings& findings) {
  const auto limit = told(aws::quota(cli, demand.service, demand.code), demand.subject, findings);
  if (!limit) return;
  const std::uint64_t wanted = in_use + demand.more;
  const bool fits = wanted <= *limit;
  findings.push_back(
      {.area = kArea,
       .subject = demand.subject,
       .health = fits ? Health::kGood : Health::kBroken,
       .text = fmt::format("{} in use, and {} more to be made; {} allowed", in_use, demand.more,
                           *limit),
       .help = fits ? std::string()
                    : fmt::format("`aws service-quotas request-service-quota-increase "
                                  "--service-code {} --quota-code {} --desired-value {} --region "
                                  "{}`, or take away what is not needed",
                                  demand.service, demand.code, wanted, cli.region)});
}

void check_counted(const aws::Cli& cli, const QuotaNeed& need, Findings& findings) {
  const Quota& quota = *need.quota;
  const ResourceType* known = find_resource_type(quota.type);
  const Demand demand{.subject = std::string(known == nullptr ? quota.type : known->many),
                      .service = std::string(quota.service),
                      .code = std::string(quota.code),
                      .more = need.count};
  const auto in_use =
      told(aws::count(cli, {std::string(quota.cli_service), std::string(quota.cli_operation),
                            "--query", std::string(quota.cli_query)}),
           demand.subject, findings);
  if (in_use) judge(cli, demand, *in_use, findings);
}

void check_cpus(const aws::Cli& cli, const CpuQuota& quota, const std::vector<NodeNeed>& needs,
                Findings& findings) {
  Demand demand{.subject = quota.subject, .service = "ec2", .code = quota.code};
  for (const NodeNeed& need : needs) {
    if (need.is_spot != quota.is_spot || !is_standard_instance(need.instance_type)) continue;
    const auto cpus = told(aws::instance_cpus(cli, need.instance_type), quota.subject, findings);
    if (!cpus) return;
    demand.more += *cpus * need.count;
  }
  if (demand.more == 0) return;
  const auto running = aws::running_instances(cli);
  if (!running || running->failure) {
    findings.push_back(not_told(kArea, quota.subject,
                                running ? running->failure->message : running.error().message));
    return;
  }
  std::uint64_t in_use = 0;
  for (const aws::RunningInstance& instance : running->items) {
    if (instance.is_spot == quota.is_spot && is_standard_instance(instance.type)) {
      in_use += instance.cpus;
    }
  }
  judge(cli, demand, in_use, findings);
}

}  // namespace

void check_quotas(const aws::Cli& cli, const Plan& plan, Findings& findings) {
  for (const QuotaNeed& need : quota_needs(plan)) check_counted(cli, need, findings);
  const std::vector<NodeNeed> nodes = node_needs(plan);
  for (const CpuQuota& quota : kCpuQuotas) check_cpus(cli, quota, nodes, findings);
}

}  // namespace opta
