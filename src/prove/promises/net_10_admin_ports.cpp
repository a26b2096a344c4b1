#include <algorithm>

#include "prove/promises/openings.h"
#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

constexpr Ports kPorts[] = {{.from = 22, .to = 22}, {.from = 3389, .to = 3389}};

Truth keeps(const Opening& opening, const Resource* /*group*/) {
  const bool is_admin =
      opening.is_tcp_or_udp && std::ranges::any_of(kPorts, [&](const Ports& port) {
        return opening.packets.ports.contains(port);
      });
  return is_admin ? opposite(opening.is_there) : Truth::kYes;
}

Cases decide(const Evidence& evidence) {
  Cases cases = about_openings(evidence, keeps);
  for (const Resource* group : managed(evidence.world, "aws_eks_node_group")) {
    for (const Value* access : group->values.at("remote_access").blocks()) {
      // With a key and no groups that may use it, EKS opens the port to everybody.
      const Truth open = both(is_set(access->at("ec2_ssh_key")),
                              opposite(is_set(access->at("source_security_group_ids"))));
      cases.push_back(attribute(*group, "remote_access", opposite(open)));
    }
  }
  return cases;
}

}  // namespace

extern const Promise kNet10;
const Promise kNet10 = {
    .id = "NET-10",
    .sentence = "SSH and RDP are not open to the internet.",
    .why = "These ports are tried day and night, with every password and key that ever leaked.",
    .how =
        "No rule of a security group with a source in the internet includes port 22 or 3389, and "
        "no node group has a key for SSH without groups that may use it.",
    .controls = "SOC 2 CC6.6; CIS AWS 5.2, 5.3",
    .fix = "Take the rule out; Session Manager gives a shell without an open port.",
    .decide = decide,
};

}  // namespace opta::prove
