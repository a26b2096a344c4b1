#include <algorithm>

#include "prove/promises/openings.h"
#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

struct User {
  const char* type;
  const char* path;  // of the groups that it has
};
// Load balancers are not among them.
constexpr User kUsers[] = {{"aws_instance", "vpc_security_group_ids"},
                           {"aws_launch_template", "vpc_security_group_ids"},
                           {"aws_launch_template", "network_interfaces.security_groups"},
                           {"aws_network_interface", "security_groups"},
                           {"aws_rds_cluster", "vpc_security_group_ids"},
                           {"aws_db_instance", "vpc_security_group_ids"},
                           {"aws_docdb_cluster", "vpc_security_group_ids"},
                           {"aws_elasticache_replication_group", "security_group_ids"},
                           {"aws_elasticache_cluster", "security_group_ids"},
                           {"aws_lambda_function", "vpc_config.security_group_ids"},
                           {"aws_eks_cluster", "vpc_config.security_group_ids"},
                           {"aws_ecs_service", "network_configuration.security_groups"},
                           {"aws_efs_mount_target", "security_groups"},
                           {"aws_launch_configuration", "security_groups"},
                           {"aws_redshift_cluster", "vpc_security_group_ids"},
                           {"aws_neptune_cluster", "vpc_security_group_ids"},
                           {"aws_opensearch_domain", "vpc_options.security_group_ids"}};

bool is_used_elsewhere(const World& world, const Resource& group) {
  return std::ranges::any_of(kUsers, [&](const User& user) {
    return std::ranges::any_of(managed(world, user.type), [&](const Resource* one) {
      const Value& groups = one->values.find(user.path);
      return !groups.is_unset() && world.named_by(groups, "aws_security_group").may_include(group);
    });
  });
}

// Whether a load balancer that has the group listens on these ports.
Truth is_listened_to(const World& world, const Resource& group, const Ports& ports) {
  Truth is_there = Truth::kNo;
  for (const Resource* balancer : managed(world, "aws_lb")) {
    const Named groups =
        world.named_by(balancer->values.at("security_groups"), "aws_security_group");
    if (!groups.may_include(group)) continue;
    for (const Resource* listener : managed(world, "aws_lb_listener")) {
      const Named balancers = world.named_by(listener->values.at("load_balancer_arn"), "aws_lb");
      const Value& port = listener->values.at("port");
      if (!balancers.may_include(*balancer)) continue;
      const bool is_sure = balancers.only() == balancer && groups.is_complete && !port.is_unknown();
      const int number = static_cast<int>(port.number());
      const bool fits = port.is_unknown() || ports == Ports{.from = number, .to = number};
      if (fits) is_there = either(is_there, is_sure ? Truth::kYes : Truth::kUnknown);
    }
  }
  return is_there;
}

Cases decide(const Evidence& evidence) {
  const World& world = evidence.world;
  return about_openings(evidence, [&world](const Opening& opening, const Resource* group) {
    const bool may_be_balancers = group != nullptr && !is_used_elsewhere(world, *group);
    const Truth listened = may_be_balancers && opening.is_tcp_or_udp
                               ? is_listened_to(world, *group, opening.packets.ports)
                               : Truth::kNo;
    return either(listened, opposite(opening.is_there));
  });
}

}  // namespace

extern const Promise kNet05;
const Promise kNet05 = {
    .id = "NET-05",
    .sentence =
        "Only load balancers' security groups are open to the internet, and only on ports that "
        "they listen on.",
    .why =
        "A group is given to the next machine without a look at its rules; what is open in it, is "
        "open there as well.",
    .how =
        "No rule of a security group, written in it or a resource of its own, has a source with "
        "addresses of the internet, but for single ports of groups that load balancers have, and "
        "no "
        "machine, node, database, cache, function or cluster has, on which these listen.",
    .controls = "SOC 2 CC6.6; CIS AWS 5.2, 5.3",
    .fix = "Name a security group or a block of the network as source.",
    .decide = decide,
};

}  // namespace opta::prove
