// Databases and caches as the network sees them: where they stand, who guards them, and on which
// port they answer.
#pragma once

#include <string_view>
#include <vector>

#include "prove/world.h"

namespace opta::prove {

struct DataStore {
  const Resource* resource = nullptr;
  std::string_view groups_name = {};        // the attribute that names its security groups
  std::string_view subnet_group_name = {};  // and the one that names its group of subnets
  Named groups;
  bool has_all_groups = false;  // each of them, and not one of several that it may be
  Named subnet_groups;
  // 0: nobody knows yet.
  int port = 0;
};

// Clusters and what stands alone; members of a cluster have what their cluster has.
std::vector<DataStore> data_stores(const World& world);

// Of a replication group or a cluster of the plan, which stand for it.
bool is_member(const Resource& cache);

// The ports that engines answer on unless they are told otherwise.
bool is_port_of_data_store(int port);

}  // namespace opta::prove
