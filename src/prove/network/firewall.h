// What lets packets in: rules of security groups and of network ACLs.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "prove/direction.h"
#include "prove/network/ip_block.h"
#include "prove/network/subnet_acls.h"
#include "prove/referrers.h"
#include "prove/world.h"

namespace opta::prove {

// One way in that a rule of a security group leaves open, for sources of the internet.
struct Opening {
  const Resource* rule = nullptr;  // the rule, or the group that holds it
  Packets packets;
  bool is_tcp_or_udp = true;  // others have no ports: ICMP, say
  Truth is_there = Truth::kYes;
  std::string text;  // "0.0.0.0/0:5432"
};

// What a rule of a security group lets in, from wherever.
struct Admission {
  const Resource* rule = nullptr;  // the rule, or the group that holds it
  Ports ports;                     // all of them for protocols that have none
  // kUnknown: it may be another group's, or its ports are not known yet.
  Truth is_there = Truth::kYes;
};

// A rule of a security group as it is written.
struct GroupRule {
  const Resource* rule = nullptr;  // the rule, or the group that holds it
  const Value* values = nullptr;
  const char* protocol = "protocol";  // the attribute that has it
  Truth is_there = Truth::kYes;       // kUnknown: it may be another group's, or of former days
};

class Firewall {
 public:
  explicit Firewall(const World& world);

  // The openings of a group to addresses of the internet. One whose sources are not known yet, or
  // that may be of another group, is there with Truth::kUnknown.
  // Lives as long as the firewall.
  const std::vector<Opening>& openings(const Resource& group) const;
  std::vector<Admission> admissions(const Resource& group) const;
  // Those of a group that the plan or a state has. A data source tells of none.
  std::vector<GroupRule> rules(const Resource& group, Direction direction) const;
  // The openings of groups that the plan does not have: that are there already, or that EKS makes
  // for a cluster.
  const std::vector<Opening>& openings_elsewhere() const { return openings_elsewhere_; }
  // Whether the network ACL of the subnet lets some of the packets in.
  Truth lets_in(const Resource& subnet, const Packets& packets) const {
    return acls_.lets_in(subnet, packets);
  }
  const SubnetAcls& acls() const { return acls_; }

 private:
  std::vector<Opening> find_openings(const Resource& group) const;
  // Of a rule that is a resource of its own.
  std::vector<Opening> openings_of(const Resource& rule) const;

  // The rules that stand in the group itself.
  std::vector<const Value*> own_rules(const Resource& group, const char* attribute) const;
  // What stands in it may be as AWS had it before rules beside it changed.
  bool may_be_former(const Resource& group, const char* attribute) const;

  struct Rule {
    const Resource* rule;
    bool is_only_of_this;  // else it may be another group's
  };
  using Rules = std::map<const Resource*, std::vector<Rule>>;

  const World& world_;
  Referrers entries_of_list_;
  SubnetAcls acls_;
  std::vector<Opening> openings_elsewhere_;
  Rules rules_of_group_;
  Rules rules_out_of_group_;
  std::set<const Resource*> groups_without_own_rules_;
  mutable std::map<const Resource*, std::vector<Opening>>
      openings_;  // as far as they were asked for
};

}  // namespace opta::prove
