// How the internet comes to a Service: by routes, by a load balancer of its own, by the nodes.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "prove/pod_network/fields.h"

namespace opta::prove {

struct Way {
  enum class Kind : std::uint8_t {
    kRoute,         // an Ingress, or what does its work
    kLoadBalancer,  // of the Service's own
    kTargetGroup,   // of a load balancer that others make
    kNode,          // a port of every node, as far as the internet reaches nodes
  };

  Kind kind = Kind::kRoute;
  Truth is_there = Truth::kYes;
  std::vector<std::string> path = {};  // from "internet"
};

class WaysIn {
 public:
  explicit WaysIn(const Cluster& cluster);

  // To a Service.
  std::vector<Way> to_service(const Object& service) const;
  // To a workload's pods without any Service: by ports of the node that they stand on.
  static std::vector<Way> to_host_ports(const Object& workload);

 private:
  using Name = std::pair<std::string, std::string>;  // namespace, name

  void add_route(const Object& route);
  void add_target_group(const Object& binding);

  std::map<Name, std::vector<Way>> by_service_;
  // Of routes whose Service is not known yet: any of the namespace.
  std::map<std::string, std::vector<Way>, std::less<>> by_namespace_;
};

}  // namespace opta::prove
