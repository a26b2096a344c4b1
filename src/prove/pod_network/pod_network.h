// The network inside of the cluster: which pods may open connections to which, and by which ways
// the internet comes to them. Policies add up: what none closes is open, and what one opens is.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "prove/pod_network/policy.h"
#include "prove/pod_network/selector_index.h"
#include "prove/pod_network/ways_in.h"

namespace opta::prove {

struct Reach {
  Truth is_possible = Truth::kNo;
  // From one end to the other, with what opens the way, or what closes it.
  std::vector<std::string> path = {};
};

class PodNetwork {
 public:
  explicit PodNetwork(const Cluster& cluster);
  PodNetwork(const PodNetwork&) = delete;
  PodNetwork& operator=(const PodNetwork&) = delete;

  // Of each workload, in the cluster's order.
  const std::vector<Pods>& all() const { return pods_; }
  // The policies that are, or may be, about the pods, and how surely.
  struct About {
    const Policy* policy;
    Truth is_about;
  };
  std::vector<About> policies_of(const Pods& pods, Direction direction) const;

  // One end of a connection.
  struct Side {
    Truth is_open = Truth::kYes;
    std::string by = {};  // the policy that opens it, or one that closes it
  };
  // Whether the pods may send packets of TCP to all of these addresses, which are no pods'.
  Side way_out(const Pods& pods, const IpBlock& addresses, int port) const;

  // Whether one of the pods may open a connection to one of the others.
  Reach between(const Pods& from, const Pods& to, const PodPort& port) const;
  // All ways that there are, or may be, from the internet to the pods.
  std::vector<Way> ways_to(const Pods& pods) const;
  // Those to a Service, whatever pods it has.
  std::vector<Way> ways_to(const Object& service) const { return ways_in_.to_service(service); }
  // Whether the Service has pods among these.
  bool has_pods(const Object& service) const;

 private:
  struct Service {
    const Object* object;
    Selector pods;
  };
  struct Namespace {
    SelectorIndex<const Policy*> policies;
    SelectorIndex<const Service*> services;
  };
  template <typename Lets>
  Side side(const Pods& pods, Direction direction, const Lets& lets) const;

  std::vector<Pods> pods_;
  std::vector<Policy> policies_;
  std::vector<Service> services_;
  std::map<std::string, Namespace, std::less<>> namespaces_;
  std::set<const Object*> with_pods_;
  WaysIn ways_in_;
};

}  // namespace opta::prove
