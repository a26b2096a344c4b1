// The machines that pods run on. With the VPC CNI a pod has an address of its node's subnet, and
// its node's security groups.
#pragma once

#include <string>
#include <vector>

#include "prove/network/exposure.h"
#include "prove/pod_network/policy.h"
#include "prove/reach/members.h"

namespace opta::prove {

struct Machines {
  std::string name;  // "aws_eks_node_group.this"
  // nullptr among them: perhaps another one.
  std::vector<const Resource*> subnets = {nullptr};
  Members groups = {.known = {}, .has_others = true};
};

// All on which the pods may come to run. Never empty: what is not known is said by its name.
std::vector<Machines> machines_of(const World& world, const Network& network,
                                  const Cluster& cluster, const Pods& pods);

// The subnets that a list of ids names; nullptr among them as above.
std::vector<const Resource*> subnets_named_by(const World& world, const Value& ids);

}  // namespace opta::prove
