// Against an evaluator that sends each packet there is, from each address to each, and the answer.
#include <gtest/gtest.h>

#include <random>

#include "reach_world.h"

namespace opta::prove {
namespace {

using test::acl_entry;
using test::group_rule;
using test::json;
using test::Site;

// Four addresses on each side: 10.0.1.0/30 and 10.0.9.0/30.
constexpr int kAddresses = 4;
constexpr int kPorts[] = {22, 5432, 5433, 9000};
constexpr int kAnswerPort = 40000;

// Some addresses of one side, or more than that.
struct Part {
  std::string block;
  int from = 0;
  int to = kAddresses - 1;
  bool is_of_nodes = true;
  bool is_everywhere = false;

  bool has(bool of_nodes, int address) const {
    if (is_everywhere) return true;
    return of_nodes == is_of_nodes && from <= address && address <= to;
  }
};
struct Rule {
  Part part;
  bool is_by_group = false;  // of the nodes
  int first = 0, last = 65535;
  bool allows = true;

  bool fits(bool of_nodes, int address, int port) const {
    const bool is_there = is_by_group ? of_nodes : part.has(of_nodes, address);
    return is_there && first <= port && port <= last;
  }
};
struct Plain {
  std::vector<std::vector<Rule>> policies;  // each lets out what one of its rules does
  std::vector<Rule> group;                  // of the store
  bool has_acl = false;
  std::vector<Rule> acl_in, acl_out;  // of the store's subnet
};

bool any_fits(const std::vector<Rule>& rules, bool of_nodes, int address, int port) {
  for (const Rule& rule : rules) {
    if (rule.fits(of_nodes, address, port)) return true;
  }
  return false;
}
bool acl_lets(const std::vector<Rule>& rules, int node, int port) {
  for (const Rule& rule : rules) {
    if (rule.fits(true, node, port)) return rule.allows;
  }
  return false;
}
bool arrives(const Plain& plain, int node, int store, int port) {
  bool is_out = plain.policies.empty();
  for (const auto& policy : plain.policies) is_out = is_out || any_fits(policy, false, store, port);
  if (!is_out || !any_fits(plain.group, true, node, port)) return false;
  return !plain.has_acl ||
         (acl_lets(plain.acl_in, node, port) && acl_lets(plain.acl_out, node, kAnswerPort));
}

class Dice {
 public:
  explicit Dice(unsigned seed) : engine_(seed) {}

  int below(int end) { return std::uniform_int_distribution(0, end - 1)(engine_); }
  bool once_in(int times) { return below(times) == 0; }

  Part part(bool of_nodes) {
    if (once_in(4))
      return {.block = once_in(2) ? "0.0.0.0/0" : "10.0.0.0/16", .is_everywhere = true};
    const bool is_of_nodes = once_in(6) != of_nodes;
    const int bits = below(3);  // 1, 2 or all four addresses
    const int size = 1 << bits;
    const int from = below(kAddresses / size) * size;
    return {.block = std::string(is_of_nodes ? "10.0.1." : "10.0.9.") + std::to_string(from) + "/" +
                     std::to_string(32 - bits),
            .from = from,
            .to = from + size - 1,
            .is_of_nodes = is_of_nodes};
  }
  Rule rule(bool of_nodes) {
    Rule made{.part = part(of_nodes)};
    if (!once_in(3)) {
      made.first = kPorts[below(4)];
      made.last = made.first + (once_in(2) ? 0 : below(6000));
    }
    return made;
  }
  std::vector<Rule> rules(bool of_nodes, int end) {
    std::vector<Rule> made;
    for (int i = below(end); i > 0; --i) made.push_back(rule(of_nodes));
    return made;
  }
  Plain plain() {
    Plain made;
    for (int i = below(3); i > 0; --i) made.policies.push_back(rules(false, 4));
    made.group = rules(true, 4);
    for (Rule& rule : made.group) rule.is_by_group = once_in(4);
    made.has_acl = once_in(3);
    made.acl_in = rules(true, 4);
    made.acl_out = rules(true, 4);
    for (auto* rules : {&made.acl_in, &made.acl_out}) {
      for (Rule& rule : *rules) rule.allows = !once_in(3);
      rules->push_back(
          {.part = {.block = "0.0.0.0/0", .is_everywhere = true}, .allows = !once_in(4)});
    }
    return made;
  }

 private:
  std::mt19937 engine_;
};

json acl_json(const std::vector<Rule>& rules) {
  json all = json::array();
  for (const Rule& rule : rules) {
    all.push_back(acl_entry(static_cast<int>(all.size()) + 1, rule.allows ? "allow" : "deny",
                            rule.part.block, rule.first, rule.last));
  }
  return all;
}

Site written(const Plain& plain, int port) {
  Site site;
  site.of("aws_subnet.nodes")["cidr_block"] = "10.0.1.0/30";
  site.of("aws_subnet.db")["cidr_block"] = "10.0.9.0/30";
  site.of("aws_db_instance.db")["port"] = port;
  site.rules() = json::array();
  for (const Rule& rule : plain.group) {
    const json source = rule.is_by_group ? json{{"security_groups", json::array({"sg-eks"})}}
                                         : json{{"cidr_blocks", json::array({rule.part.block})}};
    site.rules().push_back(group_rule(rule.first, rule.last, source));
  }
  for (const auto& policy : plain.policies) {
    json rules = json::array();
    for (const Rule& rule : policy) {
      const json peer{{"ipBlock", {{"cidr", rule.part.block}}}};
      const json ports{{"port", std::max(rule.first, 1)}, {"endPort", rule.last}};
      rules.push_back({{"to", json::array({peer})}, {"ports", json::array({ports})}});
    }
    site.add_egress(rules);
  }
  if (plain.has_acl) {
    site.resources["aws_network_acl.db"] = {{"id", "acl-1"},
                                            {"subnet_ids", json::array({"subnet-d"})},
                                            {"ingress", acl_json(plain.acl_in)},
                                            {"egress", acl_json(plain.acl_out)}};
  }
  return site;
}

Truth sent(const Plain& plain, int port) {
  int count = 0;
  for (int node = 0; node < kAddresses; ++node) {
    for (int store = 0; store < kAddresses; ++store) count += arrives(plain, node, store, port);
  }
  if (count == 0) return Truth::kNo;
  return count == kAddresses * kAddresses ? Truth::kYes : Truth::kUnknown;
}

bool is_among(const std::vector<Ports>& all, int port) {
  return std::ranges::any_of(
      all, [port](const Ports& ports) { return ports.contains({.from = port, .to = port}); });
}

// Where all packets arrive, or none does, it may still be unsaid: of what is let through in parts,
// the parts are not put together over several policies, nor set against each other.
TEST(Reach, SaysWhatBecomesOfEachPacket) {
  Dice dice(3);
  int yes = 0;
  int no = 0;
  int unsaid = 0;
  for (int round = 0; round < 4000; ++round) {
    const Plain plain = dice.plain();
    const int port = kPorts[dice.below(4)];
    const StoreReach found = written(plain, port).reach();
    for (const int tried : kPorts) {
      const Truth truly = sent(plain, tried);
      const Truth said = is_among(found.open, tried)      ? Truth::kYes
                         : is_among(found.perhaps, tried) ? Truth::kUnknown
                                                          : Truth::kNo;
      if (tried == port) {
        ASSERT_EQ(found.is_possible, said) << "round " << round;
      }
      if (said == Truth::kUnknown) {
        unsaid += truly != Truth::kUnknown;
        continue;
      }
      (said == Truth::kYes ? yes : no) += 1;
      ASSERT_EQ(said, truly) << "round " << round << ", port " << tried;
    }
  }
  EXPECT_GT(yes, 1000);
  EXPECT_GT(no, 1000);
  EXPECT_LT(unsaid, (yes + no) / 20);
}

}  // namespace
}  // namespace opta::prove
