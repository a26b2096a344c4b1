#include "prove/network/firewall.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace opta::prove {

namespace {

constexpr const char* kPrefixList = "aws_ec2_managed_prefix_list";

struct Protocol {
  Truth has_ports = Truth::kYes;
  bool is_all = false;
};

Protocol protocol_of(const Value& value) {
  if (value.is_unknown()) return {.has_ports = Truth::kUnknown, .is_all = false};
  const std::string text = lower_case(value.text());  // the provider keeps "TCP"
  if (text == "-1" || text == "all" || value.number() == -1) return {.is_all = true};
  const bool has_ports = text == "tcp" || text == "udp" || text == "6" || text == "17" ||
                         value.number() == 6 || value.number() == 17;
  return {.has_ports = truth(has_ports)};
}

Ports ports_of(const Protocol& protocol, const Value& from, const Value& to) {
  // What is not known may be any; so are the types of ICMP that stand where ports do.
  if (protocol.is_all || protocol.has_ports != Truth::kYes) return {};
  Ports ports;
  if (from.kind() == Kind::kNumber) ports.from = static_cast<int>(from.number());
  if (to.kind() == Kind::kNumber) ports.to = static_cast<int>(to.number());
  return ports;
}

// How a rule that is a resource of its own calls its protocol.
const char* protocol_name(const Resource& rule) {
  return rule.type == "aws_security_group_rule" ? "protocol" : "ip_protocol";
}

// The openings that one rule is, from all the ways in which a rule can name its sources.
class RuleReader {
 public:
  RuleReader(const World& world, const Referrers& entries_of_list, const Resource& rule,
             std::vector<Opening>& into)
      : world_(world), entries_of_list_(entries_of_list), rule_(rule), into_(into) {}

  void read(const Value& rule, const char* protocol_name) {
    const Protocol protocol = protocol_of(rule.at(protocol_name));
    ports_ = ports_of(protocol, rule.at("from_port"), rule.at("to_port"));
    has_ports_ = protocol.is_all || protocol.has_ports != Truth::kNo;
    for (const char* name : {"cidr_blocks", "ipv6_cidr_blocks", "cidr_ipv4", "cidr_ipv6"})
      add_blocks(rule.at(name));
    for (const char* name : {"prefix_list_ids", "prefix_list_id"}) add_lists(rule.at(name));
  }

 private:
  void add_blocks(const Value& blocks) {
    if (blocks.kind() == Kind::kList) {
      for (const Value& block : blocks.items()) add_blocks(block);
    } else if (blocks.is_unknown()) {
      add(everywhere(false), Truth::kUnknown, "an address that is not known yet");
    } else if (blocks.is_text() && !blocks.text().empty()) {
      const auto block = parse_ip_block(blocks.text());
      if (!block) {
        add(everywhere(false), Truth::kUnknown, blocks.text());
      } else if (!is_private(*block)) {
        add(*block, Truth::kYes, blocks.text());
      }
    }
  }

  void add_lists(const Value& lists) {
    if (lists.kind() == Kind::kList) {
      for (const Value& list : lists.items()) add_lists(list);
      return;
    }
    if (lists.is_null() || (lists.is_text() && lists.text().empty())) return;
    const Named named = world_.named_by(lists, kPrefixList);
    if (named.only() == nullptr) {
      add(everywhere(false), Truth::kUnknown, "a prefix list");
      return;
    }
    // A data source calls them by another name, and some stand as resources of their own.
    const std::size_t before = into_.size();
    bool is_told = false;
    for (const char* name : {"entry", "entries"}) {
      for (const Value* entry : named.only()->values.at(name).blocks()) {
        is_told = true;
        add_blocks(entry->at("cidr"));
      }
    }
    for (const Referrer& entry : entries_of_list_.of(*named.only())) {
      is_told = true;
      add_blocks(entry.by->values.at("cidr"));
    }
    if (!is_told && into_.size() == before)
      add(everywhere(false), Truth::kUnknown, "a prefix list whose entries are not known");
  }

  void add(const IpBlock& source, Truth is_there, const std::string& name) {
    into_.push_back(
        {.rule = &rule_,
         .packets = {source, ports_},
         .is_tcp_or_udp = has_ports_,
         .is_there = is_there,
         .text = fmt::format("{}, {}", name, has_ports_ ? to_string(ports_) : "no ports")});
  }

  const World& world_;
  const Referrers& entries_of_list_;
  const Resource& rule_;
  std::vector<Opening>& into_;
  Ports ports_;
  bool has_ports_ = true;
};

struct AclRule {
  double number = 0;
  Truth allows = Truth::kUnknown;
  Packets packets;
  bool is_known = true;
};

AclRule acl_rule(const Value& rule, const char* number, const char* action) {
  AclRule made{.number = rule.at(number).number(),
               .allows = is_text(rule.at(action), "allow"),
               .packets = {}};
  const Protocol protocol = protocol_of(rule.at("protocol"));
  made.packets.ports = ports_of(protocol, rule.at("from_port"), rule.at("to_port"));
  std::optional<IpBlock> block;
  for (const char* name : {"cidr_block", "ipv6_cidr_block"}) {
    const Value& text = rule.at(name);
    if (text.is_text() && !text.text().empty()) block = parse_ip_block(text.text());
  }
  made.is_known = block && made.allows != Truth::kUnknown && !rule.at(number).is_unknown() &&
                  protocol.has_ports != Truth::kUnknown;
  if (block) made.packets.source = *block;
  // A rule about a protocol without ports says nothing of others.
  if (protocol.has_ports == Truth::kNo) made.packets.ports = {.from = 1, .to = 0};
  return made;
}

std::vector<Packets> without(const std::vector<Packets>& all, const Packets& taken) {
  std::vector<Packets> left;
  for (const Packets& part : all) {
    const std::vector<Packets> rest = prove::without(part, taken);
    left.insert(left.end(), rest.begin(), rest.end());
  }
  return left;
}

// The first rule that fits a packet decides; without one it is refused.
Truth decide(std::vector<AclRule> rules, const Packets& packets) {
  std::ranges::stable_sort(rules, {}, &AclRule::number);
  std::vector<Packets> open = {packets};
  for (const IpBlock& block : private_blocks()) open = without(open, {block, {}});
  Truth lets_in = Truth::kNo;
  for (const AclRule& rule : rules) {
    if (rule.packets.ports.from > rule.packets.ports.to) continue;
    if (!rule.is_known) {
      lets_in = Truth::kUnknown;
      continue;
    }
    std::vector<Packets> left = without(open, rule.packets);
    if (rule.allows == Truth::kYes && left != open) {
      return lets_in == Truth::kUnknown ? lets_in : Truth::kYes;
    }
    open = std::move(left);
  }
  return lets_in;
}

}  // namespace

Firewall::Firewall(const World& world)
    : world_(world),
      entries_of_list_(world, world.of_type("aws_ec2_managed_prefix_list_entry"), "prefix_list_id",
                       kPrefixList) {
  for (const char* type : {"aws_security_group_rule", "aws_vpc_security_group_ingress_rule"}) {
    for (const Resource* rule : world.of_type(type)) {
      // Of an egress rule nothing comes in.
      if (is_text(rule->values.at("type"), "egress") == Truth::kYes) continue;
      const Named groups =
          world.named_by(rule->values.at("security_group_id"), "aws_security_group");
      for (const Resource* group : groups.may_be)
        rules_of_group_[group].push_back({rule, groups.only() == group});
      if (!groups.may_be.empty()) continue;
      const std::vector<Opening> found = openings_of(*rule);
      openings_elsewhere_.insert(openings_elsewhere_.end(), found.begin(), found.end());
    }
  }
  // Rules are resources of their own or stand in the group: the provider takes no mixture, in which
  // each would delete the other. So where there are the former, a new group has none of the latter.
  for (const char* type : {"aws_security_group_rule", "aws_vpc_security_group_ingress_rule",
                           "aws_vpc_security_group_egress_rule"}) {
    for (const Resource* rule : world.of_type(type)) {
      const Named groups =
          world.named_by(rule->values.at("security_group_id"), "aws_security_group");
      if (!groups.is_complete) continue;
      groups_without_own_rules_.insert(groups.may_be.begin(), groups.may_be.end());
    }
  }
  for (const char* type : {"aws_network_acl", "aws_default_network_acl"}) {
    for (const Resource* acl : world.of_type(type)) {
      const Named subnets = world.named_by(acl->values.at("subnet_ids"), "aws_subnet");
      for (const Resource* subnet : subnets.may_be)
        acls_of_subnet_[subnet].push_back({acl, subnets.is_complete});
    }
  }
  for (const Resource* rule : world.of_type("aws_network_acl_rule")) {
    if (is_true(rule->values.at("egress")) == Truth::kYes) continue;
    for (const char* type : {"aws_network_acl", "aws_default_network_acl"}) {
      const Named acls = world.named_by(rule->values.at("network_acl_id"), type);
      for (const Resource* acl : acls.may_be)
        rules_of_acl_[acl].push_back({rule, acls.only() == acl});
    }
  }
}

std::vector<Opening> Firewall::openings_of(const Resource& rule) const {
  std::vector<Opening> found;
  RuleReader(world_, entries_of_list_, rule, found).read(rule.values, protocol_name(rule));
  return found;
}

std::vector<const Value*> Firewall::own_rules(const Resource& group) const {
  const Value& rules = group.values.at("ingress");
  if (rules.is_unset() && groups_without_own_rules_.contains(&group)) return {};
  return rules.blocks();
}

std::vector<Admission> Firewall::admissions(const Resource& group) const {
  std::vector<Admission> found;
  // A data source does not tell of rules.
  if (group.is_data) found.push_back({.rule = &group, .ports = {}, .is_there = Truth::kUnknown});
  const auto add = [&](const Resource& rule, const Value& values, const char* protocol_name,
                       Truth is_there) {
    const Protocol protocol = protocol_of(values.at(protocol_name));
    const Value& from = values.at("from_port");
    const Value& to = values.at("to_port");
    const bool is_known =
        protocol.has_ports != Truth::kUnknown && !from.is_unknown() && !to.is_unknown();
    found.push_back({.rule = &rule,
                     .ports = ports_of(protocol, from, to),
                     .is_there = is_known ? is_there : Truth::kUnknown});
  };
  for (const Value* rule : own_rules(group)) add(group, *rule, "protocol", Truth::kYes);
  const auto rules = rules_of_group_.find(&group);
  if (rules == rules_of_group_.end()) return found;
  for (const auto& [rule, is_only_of_this] : rules->second)
    add(*rule, rule->values, protocol_name(*rule), is_only_of_this ? Truth::kYes : Truth::kUnknown);
  return found;
}

std::vector<Opening> Firewall::openings(const Resource& group) const {
  std::vector<Opening> found;
  if (group.is_data) {
    found.push_back({.rule = &group,
                     .packets = {everywhere(false), {}},
                     .is_there = Truth::kUnknown,
                     .text = "rules that are not in the plan"});
  }
  for (const Value* rule : own_rules(group))
    RuleReader(world_, entries_of_list_, group, found).read(*rule, "protocol");
  // What the file does not write is as AWS had it, before this plan changes rules beside the group.
  const bool may_be_former = world_.changes("aws_security_group_rule") ||
                             world_.changes("aws_vpc_security_group_ingress_rule");
  if (may_be_former && group.leaves_open("ingress")) {
    for (Opening& opening : found) opening.is_there = both(opening.is_there, Truth::kUnknown);
  }
  const auto rules = rules_of_group_.find(&group);
  if (rules == rules_of_group_.end()) return found;
  for (const auto& [rule, is_only_of_this] : rules->second) {
    for (Opening& opening : openings_of(*rule)) {
      if (!is_only_of_this) opening.is_there = both(opening.is_there, Truth::kUnknown);
      found.push_back(std::move(opening));
    }
  }
  return found;
}

Truth Firewall::lets_in(const Resource& subnet, const Packets& packets) const {
  const auto acls = acls_of_subnet_.find(&subnet);
  if (acls == acls_of_subnet_.end()) return Truth::kYes;  // the network's default ACL
  Truth lets_in = Truth::kYes;
  for (const auto& [acl, is_whole] : acls->second) {
    bool is_sure = is_whole;
    std::vector<AclRule> rules;
    for (const Value* rule : acl->values.at("ingress").blocks())
      rules.push_back(acl_rule(*rule, "rule_no", "action"));
    const auto more = rules_of_acl_.find(acl);
    if (more != rules_of_acl_.end()) {
      for (const Rule& rule : more->second) {
        is_sure = is_sure && rule.is_only_of_this;
        rules.push_back(acl_rule(rule.rule->values, "rule_number", "rule_action"));
      }
    }
    lets_in = is_sure ? decide(std::move(rules), packets) : Truth::kUnknown;
  }
  return lets_in;
}

}  // namespace opta::prove
