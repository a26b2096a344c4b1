// The security groups that a machine or a data store has, and whether a rule means one of them.
#pragma once

#include <string>
#include <vector>

#include "prove/world.h"

namespace opta::prove {

struct Member {
  const Resource* group = nullptr;    // of the plan or of a state
  const Resource* cluster = nullptr;  // the group is the one that EKS makes for it
  std::string id = {};                // "sg-…"; empty where it is not made yet

  std::string name() const;
};

struct Members {
  std::vector<Member> known = {};
  bool has_others = false;  // perhaps: of some it is not known which they are
};

// Those of a list of ids. Without any, the network's default group, which nobody tells of.
Members members_of(const World& world, const Value& ids);
// The one that EKS makes for the cluster and its nodes.
Member group_of_cluster(const Resource& cluster);
// Whether an id, or one of a list, is the member's.
Truth names(const World& world, const Value& ids, const Member& member);

}  // namespace opta::prove
