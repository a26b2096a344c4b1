#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "prove/network/data_store.h"
#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

// Whether what stands in these subnets has no way in from the internet.
class Places {
 public:
  explicit Places(const Evidence& evidence)
      : world_(evidence.world), routes_(evidence.network.routes()) {}

  // Of a list each item is one place.
  Case judge(const Resource& about, std::string_view path) const {
    const Value& subnets = about.values.at(path);
    Case judged =
        attribute(about, path, is_set(subnets) == Truth::kNo ? Truth::kUnknown : Truth::kYes);
    for (const Value* subnet : subnets.blocks()) {
      const Named named = world_.named_by(*subnet, "aws_subnet");
      if (!named.is_complete || named.may_be.empty())
        judged = worst(judged, attribute(about, path, Truth::kUnknown));
      // It is one of several, but nobody knows yet which: as sure as all of them agree.
      const bool are_all_open =
          named.is_complete && std::ranges::all_of(named.may_be, [&](const Resource* may_be) {
            return routes_.way_into(*may_be).is_there == Truth::kYes;
          });
      for (const Resource* may_be : named.may_be) {
        const WayIn way = routes_.way_into(*may_be);
        const Truth open = are_all_open ? way.is_there : both(way.is_there, Truth::kUnknown);
        judged = worst(
            judged, {.about = &about,
                     .holds = opposite(open),
                     .witness = fmt::format("{} -> {}", join(way.steps, " -> "), about.address)});
      }
    }
    return judged;
  }

 private:
  const World& world_;
  const Routes& routes_;
};

Cases decide(const Evidence& evidence) {
  const World& world = evidence.world;
  const Places places(evidence);
  Cases cases;
  for (const char* type : {"aws_db_subnet_group", "aws_docdb_subnet_group",
                           "aws_elasticache_subnet_group", "aws_eks_node_group"}) {
    for (const Resource* group : managed(world, type))
      cases.push_back(places.judge(*group, "subnet_ids"));
  }
  for (const Resource* machine : managed(world, "aws_instance"))
    cases.push_back(places.judge(*machine, "subnet_id"));
  // What stands in groups of the plan stands as these do.
  for (const DataStore& store : data_stores(world)) {
    if (store.resource->is_elsewhere) continue;
    Case judged = attribute(*store.resource, store.subnet_group_name,
                            store.subnet_groups.is_complete ? Truth::kYes : Truth::kUnknown);
    if (judged.holds != Truth::kYes) judged.witness += ": a group that is not in the plan";
    for (const Resource* group : store.subnet_groups.may_be) {
      Case one = places.judge(*group, "subnet_ids");
      if (store.subnet_groups.only() == nullptr) one.holds = std::max(one.holds, Truth::kUnknown);
      one.about = store.resource;
      one.attribute = store.subnet_group_name;
      judged = worst(judged, one);
    }
    cases.push_back(std::move(judged));
  }
  return cases;
}

}  // namespace

extern const Promise kNet04;
const Promise kNet04 = {
    .id = "NET-04",
    .sentence = "Databases, caches, EC2 instances and EKS nodes stand in private subnets.",
    .why =
        "Where no route leads in from the internet, a wrong rule or an address that was given by "
        "mistake opens nothing.",
    .how =
        "No route table of the subnets of node groups, EC2 instances, and groups of subnets for "
        "databases and caches leads to an internet gateway. Of a service, the state of its "
        "environment tells of the network; groups of any other plan are not known.",
    .controls = "SOC 2 CC6.6; CIS EKS 5.4.3",
    .fix = "Use subnets whose way out is a NAT gateway.",
    .decide = decide,
    .not_looked_at = {"aws_autoscaling_group", "aws_docdbelastic_cluster", "aws_ecs_service",
                      "aws_elasticache_serverless_cache", "aws_launch_configuration",
                      "aws_memorydb_cluster", "aws_neptune_cluster", "aws_opensearch_domain",
                      "aws_redshift_cluster", "aws_redshiftserverless_workgroup",
                      "aws_spot_fleet_request", "aws_spot_instance_request"},
};

}  // namespace opta::prove
