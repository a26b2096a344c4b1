#include "prove/network/subnet_acls.h"

#include <algorithm>
#include <optional>

#include "prove/network/protocol.h"

namespace opta::prove {

namespace {

constexpr const char* kTypes[] = {"aws_network_acl", "aws_default_network_acl"};

struct AclRule {
  double number = 0;
  Truth allows = Truth::kUnknown;
  Packets packets;
  bool is_known = true;
  Truth is_tcp = Truth::kYes;
};

AclRule acl_rule(const Value& rule, const char* number, const char* action) {
  AclRule made{.number = rule.at(number).number(),
               .allows = is_text(rule.at(action), "allow"),
               .packets = {}};
  const Protocol protocol = protocol_of(rule.at("protocol"));
  made.packets.ports = ports_of(protocol, rule.at("from_port"), rule.at("to_port"));
  made.is_tcp = protocol.is_tcp;
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

// The same for packets of TCP, of which all have to pass.
Truth decide_all(std::vector<AclRule> rules, const Packets& packets) {
  std::ranges::stable_sort(rules, {}, &AclRule::number);
  std::vector<Packets> left = {packets};
  bool allows = false;
  bool refuses = false;
  for (const AclRule& rule : rules) {
    if (rule.is_tcp == Truth::kNo || left.empty()) continue;
    if (!rule.is_known) return Truth::kUnknown;
    std::vector<Packets> rest = without(left, rule.packets);
    if (rest == left) continue;
    (rule.allows == Truth::kYes ? allows : refuses) = true;
    left = std::move(rest);
  }
  if (!allows) return Truth::kNo;
  return refuses || !left.empty() ? Truth::kUnknown : Truth::kYes;
}

// The default ACL is of the network that the subnet is in.
Truth is_of_network(const World& world, const Resource& acl, const Resource& subnet) {
  const Value& network = subnet.values.at("vpc_id");
  const Value& own = acl.values.at("vpc_id");  // as AWS tells it, once it is there
  if (own.is_text() && network.is_text()) return truth(own.text() == network.text());
  const Named named = world.named_by(acl.values.at("default_network_acl_id"), "aws_vpc");
  const Resource* only = named.only();
  return only != nullptr && only == world.named_by(network, "aws_vpc").only() ? Truth::kYes
                                                                              : Truth::kUnknown;
}

}  // namespace

SubnetAcls::SubnetAcls(const World& world) : world_(world) {
  for (const char* type : kTypes) {
    for (const Resource* acl : world.of_type(type)) {
      const Named subnets = world.named_by(acl->values.at("subnet_ids"), "aws_subnet");
      for (const Resource* subnet : subnets.may_be)
        acls_of_subnet_[subnet].push_back({acl, subnets.is_complete});
    }
    for (const Resource* rule : world.of_type("aws_network_acl_rule")) {
      auto& rules = is_true(rule->values.at("egress")) == Truth::kYes ? rules_out_ : rules_in_;
      const Named acls = world.named_by(rule->values.at("network_acl_id"), type);
      for (const Resource* acl : acls.may_be) rules[acl].push_back({rule, acls.only() == acl});
    }
  }
  for (const Resource* one : world.of_type("aws_network_acl_association")) {
    const Named acls = world.named_by(one->values.at("network_acl_id"), "aws_network_acl");
    const Named subnets = world.named_by(one->values.at("subnet_id"), "aws_subnet");
    const bool is_sure = acls.only() != nullptr && subnets.only() != nullptr;
    for (const Resource* subnet : subnets.may_be) {
      for (const Resource* acl : acls.may_be) acls_of_subnet_[subnet].push_back({acl, is_sure});
    }
  }
}

std::vector<SubnetAcls::Written> SubnetAcls::rules_of(const Resource& acl, Direction direction,
                                                      bool& is_sure) const {
  const bool is_in = direction == Direction::kIn;
  std::vector<Written> found;
  for (const Value* rule : acl.values.at(is_in ? "ingress" : "egress").blocks())
    found.push_back({rule, "rule_no", "action"});
  const auto& all = is_in ? rules_in_ : rules_out_;
  const auto more = all.find(&acl);
  if (more == all.end()) return found;
  for (const Rule& rule : more->second) {
    is_sure = is_sure && rule.is_only_of_this;
    found.push_back({&rule.rule->values, "rule_number", "rule_action"});
  }
  return found;
}

Truth SubnetAcls::lets_in(const Resource& subnet, const Packets& packets) const {
  const auto acls = acls_of_subnet_.find(&subnet);
  if (acls == acls_of_subnet_.end()) return Truth::kYes;  // the network's default ACL
  Truth lets_in = Truth::kYes;
  for (const auto& [acl, is_whole] : acls->second) {
    bool is_sure = is_whole;
    std::vector<AclRule> rules;
    for (const auto& [values, number, action] : rules_of(*acl, Direction::kIn, is_sure))
      rules.push_back(acl_rule(*values, number, action));
    lets_in = is_sure ? decide(std::move(rules), packets) : Truth::kUnknown;
  }
  return lets_in;
}

std::vector<SubnetAcls::Acl> SubnetAcls::acls_of(const Resource& subnet) const {
  const auto own = acls_of_subnet_.find(&subnet);
  if (own != acls_of_subnet_.end()) return own->second;
  std::vector<Acl> found;
  for (const Resource* acl : world_.of_type("aws_default_network_acl")) {
    const Truth is_its = is_of_network(world_, *acl, subnet);
    if (is_its != Truth::kNo) found.push_back({acl, is_its == Truth::kYes});
  }
  return found;
}

Truth SubnetAcls::passes(const Acl& acl, Direction direction, const Packets& packets) const {
  bool is_sure = acl.is_whole;
  std::vector<AclRule> rules;
  for (const auto& [values, number, action] : rules_of(*acl.acl, direction, is_sure))
    rules.push_back(acl_rule(*values, number, action));
  const Truth passes = decide_all(std::move(rules), packets);
  return is_sure ? passes : Truth::kUnknown;
}

Truth SubnetAcls::lets(const Resource& subnet, Direction direction, const Packets& packets) const {
  // Of one that is only read, nobody has said which ACL it has.
  if (subnet.is_data) return Truth::kUnknown;
  const std::vector<Acl> acls = acls_of(subnet);
  if (acls.empty()) return Truth::kYes;  // the network's default ACL, as AWS makes it
  const Truth first = passes(acls.front(), direction, packets);
  const bool agree = std::ranges::all_of(
      acls, [&](const Acl& acl) { return passes(acl, direction, packets) == first; });
  return agree ? first : Truth::kUnknown;
}

std::vector<int> SubnetAcls::limits() const {
  std::vector<int> found;
  for (const char* type : kTypes) {
    for (const Resource* acl : world_.of_type(type)) {
      for (const Direction direction : {Direction::kIn, Direction::kOut}) {
        bool is_sure = true;
        for (const Written& rule : rules_of(*acl, direction, is_sure))
          add_limits(*rule.values, found);
      }
    }
  }
  return found;
}

}  // namespace opta::prove
