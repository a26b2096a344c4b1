#include "app/leftovers.h"

#include <algorithm>
#include <array>
#include <thread>

#include <fmt/format.h>

#include "base/text.h"
#include "exec/aws/ec2.h"
#include "exec/aws/load_balancing.h"
#include "exec/aws/log_groups.h"

namespace opta {

namespace {

using aws::Listing;
using aws::TaggedResource;

constexpr std::chrono::seconds kRetryPause{5};

// Collects what was found of one kind after the other.
class Finder {
 public:
  Finder(const aws::Cli& cli, const ClusterTraces& traces) : cli_(cli), traces_(traces) {}

  Result<LeftoverList> find() {
    OPTA_CHECK_OK(dns_records());
    if (!traces_.vpc.empty()) {
      add(LeftoverKind::kLoadBalancer, OPTA_TRY(aws::list_load_balancers(cli_, traces_.vpc)));
      add(LeftoverKind::kClassicLoadBalancer,
          OPTA_TRY(aws::list_classic_load_balancers(cli_, traces_.vpc)));
      add(LeftoverKind::kTargetGroup, OPTA_TRY(aws::list_target_groups(cli_, traces_.vpc)));
      add(LeftoverKind::kNetworkInterface,
          OPTA_TRY(aws::list_free_network_interfaces(cli_, traces_.vpc)));
      add(LeftoverKind::kSecurityGroup, OPTA_TRY(aws::list_security_groups(cli_, traces_.vpc)));
    }
    add(LeftoverKind::kVolume,
        OPTA_TRY(aws::list_volumes(cli_, "kubernetes.io/cluster/" + traces_.cluster, "owned")));
    OPTA_CHECK_OK(log_groups());
    return std::move(list_);
  }

 private:
  // Tags alone do not do for all kinds: EKS and node groups use the cluster's too.
  bool is_controllers_own(LeftoverKind kind, const TaggedResource& item) const {
    if (kind == LeftoverKind::kNetworkInterface)
      return aws::tag(item.tags, "cluster.k8s.amazonaws.com/name") == traces_.cluster;
    if (!is_of_cluster(item.tags, traces_.cluster)) return false;
    if (kind == LeftoverKind::kSecurityGroup)
      return !item.tags.contains("aws:eks:cluster-name") && item.name != "default";
    if (kind == LeftoverKind::kVolume)
      return item.tags.contains("kubernetes.io/created-for/pvc/name");
    return true;
  }

  void note_failure(LeftoverKind kind, const std::optional<aws::Failure>& failure) {
    if (failure)
      list_.not_asked.push_back(fmt::format("{}s: {}", to_string(kind), trim(failure->message)));
  }

  void add(LeftoverKind kind, const Listing<TaggedResource>& listing) {
    note_failure(kind, listing.failure);
    // Without all tags nothing is proved.
    if (listing.failure) return;
    for (const TaggedResource& item : listing.items) {
      if (!is_controllers_own(kind, item) || traces_.managed.contains(item.id)) continue;
      std::string name = item.name;
      if (kind == LeftoverKind::kVolume)
        name = fmt::format("{}/{}", aws::tag(item.tags, "kubernetes.io/created-for/pvc/namespace"),
                           aws::tag(item.tags, "kubernetes.io/created-for/pvc/name"));
      list_.found.push_back({.kind = kind, .id = item.id, .name = std::move(name)});
    }
  }

  Status dns_records() {
    if (traces_.dns_owner.empty()) return {};
    for (const std::string& zone : traces_.zones) {
      const auto listing = OPTA_TRY(aws::list_dns_records(cli_, zone));
      note_failure(LeftoverKind::kDnsRecord, listing.failure);
      for (const aws::DnsRecord& record : records_of_owner(listing.items, traces_)) {
        list_.found.push_back({.kind = LeftoverKind::kDnsRecord,
                               .id = zone,
                               .name = fmt::format("{} {}", record.type, record.name),
                               .record = record});
      }
    }
    return {};
  }

  Status log_groups() {
    const std::string control_plane = fmt::format("/aws/eks/{}/cluster", traces_.cluster);
    const std::string insights = fmt::format("/aws/containerinsights/{}/", traces_.cluster);
    for (const std::string& prefix : {control_plane, insights}) {
      const auto listing = OPTA_TRY(aws::list_log_groups(cli_, prefix));
      note_failure(LeftoverKind::kLogGroup, listing.failure);
      for (const std::string& name : listing.items) {
        if ((prefix != insights && name != control_plane) || traces_.managed.contains(name))
          continue;
        list_.found.push_back({.kind = LeftoverKind::kLogGroup, .id = name, .name = name});
      }
    }
    return {};
  }

  const aws::Cli& cli_;
  const ClusterTraces& traces_;
  LeftoverList list_ = {};
};

std::vector<std::string> removal_of(const Leftover& leftover) {
  switch (leftover.kind) {
    case LeftoverKind::kLoadBalancer:
      return aws::delete_load_balancer_arguments(leftover.id);
    case LeftoverKind::kClassicLoadBalancer:
      return aws::delete_classic_load_balancer_arguments(leftover.id);
    case LeftoverKind::kTargetGroup:
      return aws::delete_target_group_arguments(leftover.id);
    case LeftoverKind::kNetworkInterface:
      return aws::delete_network_interface_arguments(leftover.id);
    case LeftoverKind::kSecurityGroup:
      return aws::delete_security_group_arguments(leftover.id);
    case LeftoverKind::kVolume:
      return aws::delete_volume_arguments(leftover.id);
    case LeftoverKind::kLogGroup:
      return aws::delete_log_group_arguments(leftover.id);
    case LeftoverKind::kDnsRecord:
      break;
  }
  return {};
}

bool is_gone(const aws::Failure& failure) {
  // InvalidGroup.NotFound, LoadBalancerNotFound, ResourceNotFoundException, …
  return failure.code.contains("NotFound");
}

bool is_in_use(const aws::Failure& failure) {
  static constexpr std::array<std::string_view, 5> kCodes = {
      "DependencyViolation", "ResourceInUse", "InvalidNetworkInterface.InUse",
      "InvalidParameterValue", "VolumeInUse"};
  return std::ranges::find(kCodes, failure.code) != kCodes.end();
}

Result<aws::Answer> remove_one(const aws::Cli& cli, const ClusterTraces& traces,
                               const Leftover& leftover) {
  if (leftover.kind == LeftoverKind::kSecurityGroup) {
    auto revoked = OPTA_TRY(aws::revoke_rules_from(cli, traces.vpc, leftover.id));
    if (revoked.failure) return revoked;
  }
  return aws::call(cli, removal_of(leftover));
}

// Takes the DNS records out of `leftovers` and removes them, a zone's in one call: a record and its
// signature go together or not at all.
Status remove_dns_records(const aws::Cli& cli, std::vector<Leftover>& leftovers,
                          std::vector<RemovalFailure>& failures,
                          const std::function<void(const Leftover&)>& removed) {
  std::map<std::string, std::vector<Leftover>> zones;
  std::erase_if(leftovers, [&zones](Leftover& leftover) {
    if (leftover.kind != LeftoverKind::kDnsRecord) return false;
    zones[leftover.id].push_back(std::move(leftover));
    return true;
  });
  for (auto& [zone, records] : zones) {
    std::vector<aws::DnsRecord> all;
    all.reserve(records.size());
    for (const Leftover& record : records) all.push_back(record.record);
    const aws::Answer answer = OPTA_TRY(aws::delete_dns_records(cli, zone, all));
    for (Leftover& record : records) {
      if (answer.failure) {
        failures.push_back({std::move(record), answer.failure->message});
      } else {
        removed(record);
      }
    }
  }
  return {};
}

}  // namespace

std::string_view to_string(LeftoverKind kind) {
  switch (kind) {
    case LeftoverKind::kDnsRecord:
      return "DNS record";
    case LeftoverKind::kLoadBalancer:
      return "load balancer";
    case LeftoverKind::kClassicLoadBalancer:
      return "classic load balancer";
    case LeftoverKind::kTargetGroup:
      return "target group";
    case LeftoverKind::kNetworkInterface:
      return "network interface";
    case LeftoverKind::kSecurityGroup:
      return "security group";
    case LeftoverKind::kVolume:
      return "volume";
    case LeftoverKind::kLogGroup:
      return "log group";
  }
  return {};
}

bool blocks_network(LeftoverKind kind) {
  return kind != LeftoverKind::kVolume && kind != LeftoverKind::kLogGroup;
}

Result<LeftoverList> find_leftovers(const aws::Cli& cli, const ClusterTraces& traces) {
  if (traces.empty()) return LeftoverList{};
  auto list = OPTA_TRY(Finder(cli, traces).find());
  std::ranges::stable_sort(list.found, {}, &Leftover::kind);
  return list;
}

Result<std::vector<RemovalFailure>> remove_leftovers(
    const aws::Cli& cli, const ClusterTraces& traces, std::vector<Leftover> leftovers,
    std::chrono::seconds patience, const std::function<void(const Leftover&)>& removed,
    const std::function<bool()>& interrupted) {
  const auto until = std::chrono::steady_clock::now() + patience;
  std::vector<RemovalFailure> failures;
  OPTA_CHECK_OK(remove_dns_records(cli, leftovers, failures, removed));
  while (!leftovers.empty()) {
    std::vector<Leftover> again;
    std::vector<RemovalFailure> in_use;
    for (Leftover& leftover : leftovers) {
      if (interrupted && interrupted()) return failures;
      const aws::Answer answer = OPTA_TRY(remove_one(cli, traces, leftover));
      if (!answer.failure || is_gone(*answer.failure)) {
        removed(leftover);
      } else if (is_in_use(*answer.failure)) {
        in_use.push_back({leftover, answer.failure->message});
        again.push_back(std::move(leftover));
      } else {
        failures.push_back({std::move(leftover), answer.failure->message});
      }
    }
    leftovers = std::move(again);
    if (leftovers.empty()) break;
    if (std::chrono::steady_clock::now() + kRetryPause > until) {
      std::ranges::move(in_use, std::back_inserter(failures));
      break;
    }
    std::this_thread::sleep_for(kRetryPause);
  }
  return failures;
}

}  // namespace opta
