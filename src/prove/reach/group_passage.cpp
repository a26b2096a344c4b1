#include "prove/reach/group_passage.h"

#include <fmt/format.h>

#include "prove/network/coverage.h"
#include "prove/network/protocol.h"

namespace opta::prove {

namespace {

class RuleSum {
 public:
  RuleSum(const World& world, const Members& others, const IpBlock& addresses)
      : world_(world), others_(others), covered_(addresses) {}

  // `owner`: the member whose rule it is. `fits`: how surely it is there, and for the port.
  void add(const Value& rule, const Member& owner, Truth fits, const std::string& name) {
    if (fits == Truth::kNo) return;
    const Truth before = all();
    for (const char* attribute : {"cidr_blocks", "cidr_ipv4"}) add_blocks(rule.at(attribute), fits);
    for (const char* attribute :
         {"security_groups", "source_security_group_id", "referenced_security_group_id"})
      add_groups(rule.at(attribute), fits);
    const Truth is_own = both(fits, is_true(rule.at("self")));
    if (is_own != Truth::kNo)
      add_groups(is_own, [&owner](const Member& other) {
        return truth(owner.group == other.group || (!owner.id.empty() && owner.id == other.id));
      });
    // Their entries may be any.
    for (const char* attribute : {"prefix_list_ids", "prefix_list_id"}) {
      if (is_set(rule.at(attribute)) != Truth::kNo) covered_.doubt();
    }
    if (all() > before) by_ = name;
  }
  void add_all(const std::string& name) {
    covered_.add_all(Truth::kYes);
    by_ = name;
  }
  void doubt() { covered_.doubt(); }

  Truth all() const { return covered_.all(); }
  const std::string& by() const { return by_; }

 private:
  void add_blocks(const Value& blocks, Truth fits) {
    for (const Value* block : blocks.blocks()) {
      if (block->is_text() && block->text().empty()) continue;
      const auto known = block->is_text() ? parse_ip_block(block->text()) : std::nullopt;
      if (known) {
        covered_.add(*known, fits);
      } else {
        covered_.doubt();
      }
    }
  }

  void add_groups(const Value& ids, Truth fits) {
    if (is_set(ids) == Truth::kNo) return;
    add_groups(fits, [&](const Member& other) { return names(world_, ids, other); });
  }

  template <typename Is>
  void add_groups(Truth fits, const Is& is) {
    // What it has besides may be one of them.
    if (others_.has_others) covered_.doubt();
    for (const Member& other : others_.known) covered_.add_all(both(fits, is(other)));
  }

  const World& world_;
  const Members& others_;
  Coverage covered_;
  std::string by_;
};

}  // namespace

Passage passage(const World& world, const Firewall& firewall, const GroupEnd& own,
                Direction direction, const GroupEnd& other, int port) {
  RuleSum sum(world, other.groups, other.addresses);
  if (own.groups.has_others) sum.doubt();
  const Ports ports{.from = port, .to = port};
  for (const Member& member : own.groups.known) {
    // EKS lets everything out of its own.
    if (member.cluster != nullptr && direction == Direction::kOut) {
      sum.add_all(member.name());
      continue;
    }
    if (member.group == nullptr || member.group->is_data) {
      sum.doubt();
      continue;
    }
    for (const GroupRule& rule : firewall.rules(*member.group, direction)) {
      const Truth fits = both(rule.is_there, is_for_tcp(*rule.values, rule.protocol, ports));
      const std::string name = rule.rule == member.group
                                   ? member.name()
                                   : fmt::format("{} of {}", rule.rule->address, member.name());
      sum.add(*rule.values, member, fits, name);
    }
  }
  return {.is_open = sum.all(), .by = sum.by()};
}

}  // namespace opta::prove
