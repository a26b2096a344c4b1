// What controllers in a cluster have made in the cloud: load balancers, DNS records, volumes. No
// Terraform state knows of it, and it would outlive the cluster or keep its network from going.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "app/cluster_traces.h"
#include "app/engine_room.h"

namespace opta {

// In the order in which they are removed.
enum class LeftoverKind : std::uint8_t {
  kDnsRecord,
  kLoadBalancer,
  kClassicLoadBalancer,
  kTargetGroup,
  kNetworkInterface,
  kSecurityGroup,
  kVolume,
  kLogGroup,
};
std::string_view to_string(LeftoverKind kind);  // "load balancer"

struct Leftover {
  LeftoverKind kind = LeftoverKind::kLoadBalancer;
  std::string id;
  std::string name = {};       // for people; may be empty
  aws::DnsRecord record = {};  // of a kDnsRecord; then `id` is the zone's
};

struct LeftoverList {
  std::vector<Leftover> found = {};
  std::vector<std::string> not_asked = {};  // what AWS would not say, with its reason
};

// Asks AWS for all that bears the traces. Nothing that Terraform manages is in it.
Result<LeftoverList> find_leftovers(const aws::Cli& cli, const ClusterTraces& traces);

// What stands in the way of the network's destruction, and the rest, which goes after it.
bool blocks_network(LeftoverKind kind);

struct RemovalFailure {
  Leftover leftover;
  std::string message;
};
// Removes one after the other; what is in use still is tried again until `patience` is over.
// `removed` is told of each. Gone already is as good as removed.
Result<std::vector<RemovalFailure>> remove_leftovers(
    const aws::Cli& cli, const ClusterTraces& traces, std::vector<Leftover> leftovers,
    std::chrono::seconds patience, const std::function<void(const Leftover&)>& removed,
    const std::function<bool()>& interrupted);

}  // namespace opta
