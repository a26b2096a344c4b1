// Whether the internet can open a connection to something, and by which way.
#pragma once

#include <string>
#include <vector>

#include "prove/network/firewall.h"
#include "prove/network/routes.h"
#include "prove/referrers.h"
#include "prove/world.h"

namespace opta::prove {

struct Exposure {
  Truth is_reachable = Truth::kNo;
  // From "internet" to the thing, where there is a way or may be one.
  std::vector<std::string> path = {};
};

// Something with network interfaces.
struct Endpoint {
  const Resource* what = nullptr;
  Named subnets;
  Named groups;
  bool has_these_groups = true;  // though perhaps others, too; else it may have none of them
  // It has an address of the internet, and says who gives it: "publicly_accessible".
  Truth has_address = Truth::kNo;
  std::string address_source = {};
  // One of IPv6, of which each is of the internet.
  Truth has_v6_address = Truth::kNo;
};

class Network {
 public:
  explicit Network(const World& world);

  const Firewall& firewall() const { return firewall_; }
  const Routes& routes() const { return routes_; }
  Exposure exposure(const Endpoint& endpoint) const;

  // What a plan can have of each kind.
  Endpoint database(const Resource& instance) const;  // with `publicly_accessible`
  Endpoint instance(const Resource& instance) const;  // aws_instance
  Endpoint node_group(const Resource& group) const;   // aws_eks_node_group

  // What the `launch_template` of a node group names.
  Named launch_template(const Value& used) const;
  // Whether what starts in one of the subnets gets an address of the internet.
  Truth gives_addresses(const Named& subnets) const;
  Truth gives_v6_addresses(const Named& subnets) const;

 private:
  // What is bound to its first interface beside the machine itself.
  void add_attached_groups(const Resource& instance, Endpoint& endpoint) const;
  // Whether there is a rule that lets in the internet, or may be one.
  bool may_let_in(const Endpoint& endpoint) const;
  Exposure through(const Endpoint& endpoint, const Resource& subnet) const;
  Exposure through(const Endpoint& endpoint, const Resource& subnet, const Resource& group) const;

  const World& world_;
  Firewall firewall_;
  Routes routes_;
  Referrers addresses_;  // elastic ones, by machine
};

}  // namespace opta::prove
