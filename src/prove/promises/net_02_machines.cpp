#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

Cases decide(const Evidence& evidence) {
  Cases cases;
  for (const Resource* machine : managed(evidence.world, "aws_instance"))
    cases.push_back(unreachable(evidence.network, evidence.network.instance(*machine)));
  for (const Resource* group : managed(evidence.world, "aws_eks_node_group"))
    cases.push_back(unreachable(evidence.network, evidence.network.node_group(*group)));
  return cases;
}

}  // namespace

extern const Promise kNet02;
const Promise kNet02 = {
    .id = "NET-02",
    .sentence = "No EC2 instance and no EKS node can be reached from the internet.",
    .why =
        "What serves the public stands behind a load balancer; a node with an open port is a way "
        "past it, into everything that runs there.",
    .how =
        "For each EC2 instance and node group as for databases; it has an address of the internet "
        "when it says so, when its subnet gives one, or by an elastic IP. "
        "Each address of IPv6 counts, with routes of its own.",
    .controls = "SOC 2 CC6.6; CIS AWS 5.2; CIS EKS 5.4.3",
    .fix = "Place machines in private subnets; leave `map_public_ip_on_launch` off.",
    .decide = decide,
    .not_looked_at = {"aws_autoscaling_group", "aws_ecs_service", "aws_launch_configuration",
                      "aws_spot_fleet_request", "aws_spot_instance_request"},
};

}  // namespace opta::prove
