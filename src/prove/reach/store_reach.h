// Whether a workload's pods reach a data store, and on which ports: out through NetworkPolicies,
// from the nodes' security groups and subnets, into the store's.
#pragma once

#include <string>
#include <vector>

#include "prove/network/data_store.h"
#include "prove/network/exposure.h"
#include "prove/pod_network/pod_network.h"
#include "prove/reach/machines.h"

namespace opta::prove {

struct StoreReach {
  Truth is_possible = Truth::kUnknown;
  int port = 0;  // on which the store answers; 0: nobody knows yet
  // On which packets arrive from wherever the pods run, and on which some do, or may.
  std::vector<Ports> open = {};
  std::vector<Ports> perhaps = {};
  // From the workload to the store, or to what closes the way or is not known.
  std::vector<std::string> path = {};
  std::string reason = {};  // what closes it, or is not known; empty where it is possible
};

class Reaches {
 public:
  // All of them must outlive it.
  Reaches(const World& world, const Network& network, const Cluster& cluster,
          const PodNetwork& pods)
      : world_(world), network_(network), cluster_(cluster), pods_(pods) {}

  StoreReach to_store(const Pods& from, const DataStore& store) const;

 private:
  // From machines in one subnet to a store in one; nullptr: a subnet that is not known.
  struct Way {
    const Pods& pods;
    const Machines& machines;
    const Resource* from;
    const DataStore& store;
    const Members& groups;  // the store's
    const Resource* to;
  };
  // A part of the way.
  struct Gate {
    Truth lets = Truth::kYes;
    std::string step = {};    // where it stands; empty: nothing to tell
    std::string reason = {};  // of what does not let through, or is not known
  };
  struct Answer {
    Truth is_possible = Truth::kYes;
    std::vector<std::string> path = {};
    std::string reason = {};
  };

  std::vector<Way> ways(const Pods& from, const DataStore& store,
                        const std::vector<Machines>& machines, const Members& groups) const;
  std::vector<int> limits(const Pods& from, const std::vector<Machines>& machines,
                          const Members& groups) const;
  Answer at_port(const std::vector<Way>& ways, int port) const;
  Answer along(const Way& way, int port) const;

  Gate policies(const Way& way, int port) const;
  Gate family(const Way& way) const;
  Gate one_network(const Way& way) const;
  Gate acls(const Way& way, int port) const;
  Gate groups(const Way& way, Direction direction, int port) const;

  const World& world_;
  const Network& network_;
  const Cluster& cluster_;
  const PodNetwork& pods_;
};

}  // namespace opta::prove
