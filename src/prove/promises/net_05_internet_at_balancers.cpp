#include <set>

#include "prove/promises/openings.h"
#include "prove/promises/promises.h"
#include "prove/referrers.h"

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

// Groups that something else than a load balancer has, or may have.
std::set<const Resource*> used_elsewhere(const World& world) {
  std::set<const Resource*> used;
  for (const User& user : kUsers) {
    for (const Resource* one : managed(world, user.type)) {
      const Value& groups = one->values.find(user.path);
      if (groups.is_unset()) continue;
      const Named named = world.named_by(groups, "aws_security_group");
      used.insert(named.may_be.begin(), named.may_be.end());
    }
  }
  return used;
}

// Load balancers by their groups, and listeners by their load balancers.
class Listeners {
 public:
  explicit Listeners(const World& world)
      : balancers_(world, managed(world, "aws_lb"), "security_groups", "aws_security_group"),
        listeners_(world, managed(world, "aws_lb_listener"), "load_balancer_arn", "aws_lb") {}

  // Whether a load balancer with this group listens on exactly these ports.
  Truth are_there(const Resource& group, const Ports& ports) const {
    Truth are_there = Truth::kNo;
    for (const Referrer& balancer : balancers_.of(group)) {
      for (const Referrer& listener : listeners_.of(*balancer.by)) {
        const Value& port = listener.by->values.at("port");
        const bool is_sure = listener.is_only && balancer.is_complete && !port.is_unknown();
        const int number = static_cast<int>(port.number());
        const bool fits = port.is_unknown() || ports == Ports{.from = number, .to = number};
        if (fits) are_there = either(are_there, is_sure ? Truth::kYes : Truth::kUnknown);
      }
    }
    return are_there;
  }

 private:
  Referrers balancers_;
  Referrers listeners_;
};

Cases decide(const Evidence& evidence) {
  const std::set<const Resource*> used = used_elsewhere(evidence.world);
  const Listeners listeners(evidence.world);
  return about_openings(evidence, [&](const Opening& opening, const Resource* group) {
    const bool may_be_balancers = group != nullptr && !used.contains(group);
    const Truth listened = may_be_balancers && opening.is_tcp_or_udp
                               ? listeners.are_there(*group, opening.packets.ports)
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
