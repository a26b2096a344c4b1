#include "prove/reach/machines.h"

#include <algorithm>

namespace opta::prove {

namespace {

// Objects that start machines of their own: Karpenter's, and those of EKS's auto mode.
constexpr std::string_view kStarters[] = {"EC2NodeClass", "NodeClass", "NodePool", "Provisioner"};

// Whether nothing is written there, which leaves it to EKS.
bool is_left_out(const Value& value) {
  return is_set(value) == Truth::kNo;
}

void add_cluster_group(const World& world, const Resource& machines, Members& to) {
  const Resource* cluster =
      world.named_by(machines.values.at("cluster_name"), "aws_eks_cluster").only();
  if (cluster == nullptr) {
    to.has_others = true;
  } else {
    to.known.push_back(group_of_cluster(*cluster));
  }
}

void add(Members& to, Members more) {
  to.known.insert(to.known.end(), more.known.begin(), more.known.end());
  to.has_others = to.has_others || more.has_others;
}

// Nodes have the groups of their launch template; where it names none, the cluster's.
Members groups_of(const World& world, const Network& network, const Resource& machines) {
  Members groups;
  const std::vector<const Value*> used = machines.values.at("launch_template").blocks();
  bool has_own = false;
  for (const Value* one : used) {
    const Resource* launch = network.launch_template(*one).only();
    if (launch == nullptr) {
      groups.has_others = has_own = true;
      continue;
    }
    std::vector<const Value*> lists = {&launch->values.at("vpc_security_group_ids")};
    const Value& interfaces = launch->values.at("network_interfaces");
    for (const Value* interface : interfaces.blocks())
      lists.push_back(&interface->at("security_groups"));
    for (const Value* list : lists) {
      if (is_left_out(*list)) continue;
      has_own = true;
      add(groups, members_of(world, *list));
    }
  }
  // Data sources do not tell of launch templates.
  if (machines.is_data) groups.has_others = true;
  if (!has_own) add_cluster_group(world, machines, groups);
  return groups;
}

// Machines of which neither plan nor state tells where they stand.
void add_unknown(const World& world, const Cluster& cluster, std::vector<Machines>& to) {
  for (const std::string_view kind : kStarters) {
    for (const Object* one : cluster.of_kind(kind))
      to.push_back({.name = "nodes of " + one->address});
  }
  for (const Resource* group : world.of_type("aws_autoscaling_group")) {
    if (!group->is_data) to.push_back({.name = "nodes of " + group->address});
  }
  for (const Resource* one : world.of_type("aws_eks_cluster")) {
    const Value& starts = one->values.find("compute_config.enabled");
    if (is_true(starts) == Truth::kNo || one->values.at("compute_config").is_unset()) continue;
    to.push_back({.name = "nodes that " + one->address + " starts itself"});
  }
  if (to.empty()) to.push_back({.name = "nodes that neither plan nor environment tells of"});
}

// Whether pods have groups of their own, or addresses that are not their node's.
bool may_stand_apart(const Cluster& cluster, const Pods& pods) {
  if (!cluster.of_kind("ENIConfig").empty()) return true;
  return std::ranges::any_of(cluster.of_kind("SecurityGroupPolicy"), [&](const Object* one) {
    return one->content->object_namespace == pods.in_namespace;
  });
}

}  // namespace

std::vector<const Resource*> subnets_named_by(const World& world, const Value& ids) {
  Named named = world.named_by(ids, "aws_subnet");
  if (!named.is_complete || named.may_be.empty()) named.may_be.push_back(nullptr);
  return std::move(named.may_be);
}

std::vector<Machines> machines_of(const World& world, const Network& network,
                                  const Cluster& cluster, const Pods& pods) {
  std::vector<Machines> all;
  for (const Resource* group : world.of_type("aws_eks_node_group")) {
    all.push_back({.name = group->address,
                   .subnets = subnets_named_by(world, group->values.at("subnet_ids")),
                   .groups = groups_of(world, network, *group)});
  }
  for (const Resource* profile : world.of_type("aws_eks_fargate_profile")) {
    Machines machines{.name = profile->address,
                      .subnets = subnets_named_by(world, profile->values.at("subnet_ids")),
                      .groups = {}};
    add_cluster_group(world, *profile, machines.groups);
    all.push_back(std::move(machines));
  }
  add_unknown(world, cluster, all);
  if (!may_stand_apart(cluster, pods)) return all;
  for (Machines& machines : all)
    machines = {.name = machines.name + " (its pods have networks or groups of their own)"};
  return all;
}

}  // namespace opta::prove
