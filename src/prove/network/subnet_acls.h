// Network ACLs: which packets they let into subnets, and out of them.
#pragma once

#include <map>
#include <vector>

#include "prove/direction.h"
#include "prove/network/ip_block.h"
#include "prove/world.h"

namespace opta::prove {

class SubnetAcls {
 public:
  explicit SubnetAcls(const World& world);

  // Whether some of the packets, of those that are of the internet, come into the subnet.
  Truth lets_in(const Resource& subnet, const Packets& packets) const;
  // Whether all packets of TCP pass between the subnet and these addresses, to these ports of
  // whoever receives them. kNo: none does. kUnknown: some do, or nobody knows.
  Truth lets(const Resource& subnet, Direction direction, const Packets& packets) const;
  // The ports, without an order, at which the answer may become another.
  std::vector<int> limits() const;

 private:
  struct Rule {
    const Resource* rule;
    bool is_only_of_this;  // else it may be another ACL's
  };
  struct Acl {
    const Resource* acl;
    bool is_whole;  // it is known of which subnets it is
  };
  // What stands in one ACL or is a resource of its own: `number` and `action` are its attributes.
  struct Written {
    const Value* values;
    const char* number;
    const char* action;
  };
  std::vector<Written> rules_of(const Resource& acl, Direction direction, bool& is_sure) const;
  // The ACLs that it may have, the network's default one among them.
  std::vector<Acl> acls_of(const Resource& subnet) const;
  Truth passes(const Acl& acl, Direction direction, const Packets& packets) const;

  const World& world_;
  std::map<const Resource*, std::vector<Rule>> rules_in_;   // by ACL
  std::map<const Resource*, std::vector<Rule>> rules_out_;  // by ACL
  std::map<const Resource*, std::vector<Acl>> acls_of_subnet_;
};

}  // namespace opta::prove
