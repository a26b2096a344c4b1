#include "prove/network/firewall.h"

#include <algorithm>

#include <fmt/format.h>

#include "prove/network/protocol.h"

namespace opta::prove {

namespace {

constexpr const char* kPrefixList = "aws_ec2_managed_prefix_list";

constexpr const char* kRuleTypes[] = {"aws_security_group_rule",
                                      "aws_vpc_security_group_ingress_rule",
                                      "aws_vpc_security_group_egress_rule"};

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

}  // namespace

Firewall::Firewall(const World& world)
    : world_(world),
      entries_of_list_(world, world.of_type("aws_ec2_managed_prefix_list_entry"), "prefix_list_id",
                       kPrefixList),
      acls_(world) {
  for (const char* type : kRuleTypes) {
    for (const Resource* rule : world.of_type(type)) {
      const bool is_out = std::string_view(type).contains("egress") ||
                          is_text(rule->values.at("type"), "egress") == Truth::kYes;
      Rules& rules = is_out ? rules_out_of_group_ : rules_of_group_;
      const Named groups =
          world.named_by(rule->values.at("security_group_id"), "aws_security_group");
      for (const Resource* group : groups.may_be)
        rules[group].push_back({rule, groups.only() == group});
      // Of an egress rule nothing comes in.
      if (is_out || !groups.may_be.empty()) continue;
      const std::vector<Opening> found = openings_of(*rule);
      openings_elsewhere_.insert(openings_elsewhere_.end(), found.begin(), found.end());
    }
  }
  // Rules are resources of their own or stand in the group: the provider takes no mixture, in which
  // each would delete the other. So where there are the former, a new group has none of the latter.
  for (const char* type : kRuleTypes) {
    for (const Resource* rule : world.of_type(type)) {
      const Named groups =
          world.named_by(rule->values.at("security_group_id"), "aws_security_group");
      if (!groups.is_complete) continue;
      groups_without_own_rules_.insert(groups.may_be.begin(), groups.may_be.end());
    }
  }
}

std::vector<Opening> Firewall::openings_of(const Resource& rule) const {
  std::vector<Opening> found;
  RuleReader(world_, entries_of_list_, rule, found).read(rule.values, protocol_name(rule));
  return found;
}

std::vector<const Value*> Firewall::own_rules(const Resource& group, const char* attribute) const {
  const Value& rules = group.values.at(attribute);
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
  for (const Value* rule : own_rules(group, "ingress")) add(group, *rule, "protocol", Truth::kYes);
  const auto rules = rules_of_group_.find(&group);
  if (rules == rules_of_group_.end()) return found;
  for (const auto& [rule, is_only_of_this] : rules->second)
    add(*rule, rule->values, protocol_name(*rule), is_only_of_this ? Truth::kYes : Truth::kUnknown);
  return found;
}

bool Firewall::may_be_former(const Resource& group, const char* attribute) const {
  // What the file does not write is as AWS had it, before this plan changes rules beside the group.
  return group.leaves_open(attribute) &&
         std::ranges::any_of(kRuleTypes, [&](const std::string_view type) {
           const bool fits = type.ends_with("group_rule") || type.contains(attribute);
           return fits && world_.changes(type);
         });
}

std::vector<GroupRule> Firewall::rules(const Resource& group, Direction direction) const {
  const bool is_in = direction == Direction::kIn;
  const char* const attribute = is_in ? "ingress" : "egress";
  // A state has read the group before its last apply changed what stands beside it.
  const bool is_former = may_be_former(group, attribute) ||
                         (group.is_elsewhere && groups_without_own_rules_.contains(&group));
  std::vector<GroupRule> found;
  for (const Value* rule : own_rules(group, attribute)) {
    found.push_back(
        {.rule = &group, .values = rule, .is_there = is_former ? Truth::kUnknown : Truth::kYes});
  }
  const Rules& all = is_in ? rules_of_group_ : rules_out_of_group_;
  const auto rules = all.find(&group);
  if (rules == all.end()) return found;
  for (const auto& [rule, is_only_of_this] : rules->second) {
    found.push_back({.rule = rule,
                     .values = &rule->values,
                     .protocol = protocol_name(*rule),
                     .is_there = is_only_of_this ? Truth::kYes : Truth::kUnknown});
  }
  return found;
}

const std::vector<Opening>& Firewall::openings(const Resource& group) const {
  const auto [known, is_new] = openings_.try_emplace(&group);
  if (is_new) known->second = find_openings(group);
  return known->second;
}

std::vector<Opening> Firewall::find_openings(const Resource& group) const {
  std::vector<Opening> found;
  if (group.is_data) {
    found.push_back({.rule = &group,
                     .packets = {everywhere(false), {}},
                     .is_there = Truth::kUnknown,
                     .text = "rules that are not in the plan"});
  }
  for (const Value* rule : own_rules(group, "ingress"))
    RuleReader(world_, entries_of_list_, group, found).read(*rule, "protocol");
  if (may_be_former(group, "ingress")) {
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

}  // namespace opta::prove
