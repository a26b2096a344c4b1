// Whether security groups let packets of TCP pass between two ends.
#pragma once

#include <string>

#include "prove/network/firewall.h"
#include "prove/reach/members.h"

namespace opta::prove {

// Something with security groups and addresses.
struct GroupEnd {
  const Members& groups;
  IpBlock addresses;  // everywhere, where that is not known
};

struct Passage {
  Truth is_open = Truth::kNo;
  std::string by = {};  // the rule that opens it, or may
};

// By the rules of `own`, of which one is enough, for packets from the other end (kIn) or to it
// (kOut), to this port of whoever receives them. kUnknown: for some addresses, or nobody knows.
Passage passage(const World& world, const Firewall& firewall, const GroupEnd& own,
                Direction direction, const GroupEnd& other, int port);

}  // namespace opta::prove
