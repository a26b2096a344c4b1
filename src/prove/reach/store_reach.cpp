#include "prove/reach/store_reach.h"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "prove/network/protocol.h"
#include "prove/reach/group_passage.h"

namespace opta::prove {

namespace {

constexpr int kPortMax = 65535;
// From which Linux opens connections, so to which answers go.
constexpr Ports kAnswers = {.from = 32768, .to = 60999};

std::string name_of(const Resource* subnet, const char* of) {
  return subnet == nullptr ? fmt::format("a subnet of {} that is not known yet", of)
                           : subnet->address;
}

IpBlock addresses_of(const Resource* subnet) {
  if (subnet == nullptr) return everywhere(false);
  const Value& block = subnet->values.at("cidr_block");
  return parse_ip_block(block.text()).value_or(everywhere(false));
}

std::vector<const Resource*> subnets_of(const World& world, const DataStore& store) {
  std::vector<const Resource*> found;
  for (const Resource* group : store.subnet_groups.may_be) {
    for (const Resource* one : subnets_named_by(world, group->values.at("subnet_ids"))) {
      if (std::ranges::find(found, one) == found.end()) found.push_back(one);
    }
  }
  if (!store.subnet_groups.is_complete) found.push_back(nullptr);
  return found;
}

void add(std::vector<Ports>& to, const Ports& ports) {
  if (!to.empty() && to.back().to + 1 == ports.from) {
    to.back().to = ports.to;
  } else {
    to.push_back(ports);
  }
}

}  // namespace

std::vector<Reaches::Way> Reaches::ways(const Pods& from, const DataStore& store,
                                        const std::vector<Machines>& machines,
                                        const Members& groups) const {
  std::vector<Way> all;
  const std::vector<const Resource*> ends = subnets_of(world_, store);
  for (const Machines& some : machines) {
    for (const Resource* begin : some.subnets) {
      for (const Resource* end : ends) all.push_back({from, some, begin, store, groups, end});
    }
  }
  return all;
}

// Ports between two of these are treated alike.
std::vector<int> Reaches::limits(const Pods& from, const std::vector<Machines>& machines,
                                 const Members& groups) const {
  std::vector<int> all = network_.firewall().acls().limits();
  for (const auto& [policy, is_about] : pods_.policies_of(from, Direction::kOut)) {
    const std::vector<int> some = policy->limits();
    all.insert(all.end(), some.begin(), some.end());
  }
  const auto add_rules = [&](const Members& of, Direction direction) {
    for (const Member& member : of.known) {
      if (member.group == nullptr) continue;
      for (const GroupRule& rule : network_.firewall().rules(*member.group, direction))
        add_limits(*rule.values, all);
    }
  };
  for (const Machines& some : machines) add_rules(some.groups, Direction::kOut);
  add_rules(groups, Direction::kIn);
  return all;
}

Reaches::Gate Reaches::policies(const Way& way, int port) const {
  const PodNetwork::Side side = pods_.way_out(way.pods, addresses_of(way.to), port);
  Gate gate{.lets = side.is_open};
  if (side.by.empty()) return gate;
  gate.step = fmt::format("{} (egress)", side.by);
  const char* const how = side.is_open == Truth::kNo ? "lets nothing out" : "may not let all out";
  gate.reason =
      fmt::format("{} {} to {} on port {}", side.by, how, name_of(way.to, "the data store"), port);
  return gate;
}

Reaches::Gate Reaches::family(const Way& way) const {
  for (const Member& member : way.machines.groups.known) {
    if (member.cluster == nullptr) continue;
    const Value& config = member.cluster->values.at("kubernetes_network_config");
    const Value& family = member.cluster->values.find("kubernetes_network_config.ip_family");
    // Without a word of it they have addresses of IPv4.
    const bool is_told = !config.is_unset() && !family.is_unset() && is_set(family) != Truth::kNo;
    if (is_told && is_text(family, "ipv4") != Truth::kYes) {
      return {.lets = Truth::kUnknown,
              .reason = fmt::format("pods of {} have addresses of IPv6, which are not looked at",
                                    member.cluster->address)};
    }
  }
  return {};
}

// Inside one network all subnets have a way to each other.
Reaches::Gate Reaches::one_network(const Way& way) const {
  Gate unknown{.lets = Truth::kUnknown};
  for (const auto& [subnet, of] :
       {std::pair(way.from, way.machines.name.c_str()), std::pair(way.to, "the data store")}) {
    if (subnet == nullptr) unknown.reason = name_of(subnet, of);
  }
  if (!unknown.reason.empty()) return unknown;
  const Value& from = way.from->values.at("vpc_id");
  const Value& to = way.to->values.at("vpc_id");
  if (from.is_text() && to.is_text() && from.text() == to.text()) return {};
  const Resource* one = world_.named_by(from, "aws_vpc").only();
  if (one != nullptr && one == world_.named_by(to, "aws_vpc").only()) return {};
  unknown.reason = fmt::format("whether {} and {} are of one network, or of two with a way between",
                               way.from->address, way.to->address);
  return unknown;
}

// They look at each packet, so at answers, too; inside of a subnet at none.
Reaches::Gate Reaches::acls(const Way& way, int port) const {
  if (way.from == nullptr || way.to == nullptr || way.from == way.to) return {};
  const SubnetAcls& acls = network_.firewall().acls();
  const IpBlock nodes = addresses_of(way.from);
  const IpBlock stores = addresses_of(way.to);
  const Ports ports{.from = port, .to = port};
  Gate worst;
  const auto pass = [&](const Resource* subnet, Direction direction, const Packets& packets,
                        const char* what) {
    const Truth lets = acls.lets(*subnet, direction, packets);
    if (lets >= worst.lets) return;
    worst = {.lets = lets,
             .step = fmt::format("the network ACL of {}", subnet->address),
             .reason = fmt::format("the network ACL of {} {} {} on {}", subnet->address,
                                   lets == Truth::kNo ? "lets no" : "may not let all", what,
                                   to_string(packets.ports))};
  };
  pass(way.from, Direction::kOut, {stores, ports}, "packets out");
  pass(way.to, Direction::kIn, {nodes, ports}, "packets in");
  pass(way.to, Direction::kOut, {nodes, kAnswers}, "answers out");
  pass(way.from, Direction::kIn, {stores, kAnswers}, "answers in");
  return worst;
}

Reaches::Gate Reaches::groups(const Way& way, Direction direction, int port) const {
  const GroupEnd nodes{way.machines.groups, addresses_of(way.from)};
  const GroupEnd stores{way.groups, addresses_of(way.to)};
  const bool is_in = direction == Direction::kIn;
  const Passage found = passage(world_, network_.firewall(), is_in ? stores : nodes, direction,
                                is_in ? nodes : stores, port);
  const std::string store = way.store.resource->address;
  const std::string& owner = is_in ? store : way.machines.name;
  Gate gate{.lets = found.is_open};
  if (!found.by.empty()) gate.step = fmt::format("{} ({})", found.by, port);
  if (found.is_open == Truth::kYes) return gate;
  if (gate.step.empty()) gate.step = fmt::format("the security groups of {}", owner);
  const std::string other = is_in ? fmt::format("{} in {}", way.machines.name,
                                                name_of(way.from, way.machines.name.c_str()))
                                  : store;
  gate.reason = found.is_open == Truth::kNo
                    ? fmt::format("no rule of the security groups of {} lets {} {} on port {}",
                                  owner, is_in ? "in" : "out to", other, port)
                    : fmt::format(
                          "whether a rule of the security groups of {} lets {} {} on "
                          "port {}",
                          owner, is_in ? "in" : "out to", other, port);
  return gate;
}

Reaches::Answer Reaches::along(const Way& way, int port) const {
  Answer answer{.path = {way.pods.name}};
  Gate nodes{.step = way.from == nullptr
                         ? way.machines.name
                         : fmt::format("{} in {}", way.machines.name, way.from->address)};
  std::vector<Gate> gates = {policies(way, port),
                             std::move(nodes),
                             family(way),
                             one_network(way),
                             groups(way, Direction::kOut, port),
                             acls(way, port),
                             groups(way, Direction::kIn, port)};
  for (const Gate& gate : gates) answer.is_possible = both(answer.is_possible, gate.lets);
  for (Gate& gate : gates) {
    if (!gate.step.empty()) answer.path.push_back(std::move(gate.step));
    if (answer.is_possible == Truth::kYes || gate.lets != answer.is_possible) continue;
    answer.reason = std::move(gate.reason);
    return answer;
  }
  answer.path.push_back(fmt::format("{} ({})", way.store.resource->address, port));
  return answer;
}

// Wherever the pods run and the store stands: sure only where all ways say the same.
Reaches::Answer Reaches::at_port(const std::vector<Way>& ways, int port) const {
  Answer first = along(ways.front(), port);
  for (const Way& way : ways) {
    Answer other = along(way, port);
    if (other.is_possible == first.is_possible) continue;
    Answer& worse = first.is_possible == Truth::kYes ? other : first;
    if (worse.is_possible == Truth::kNo) worse.reason += "; from or to elsewhere it may be open";
    worse.is_possible = Truth::kUnknown;
    return std::move(worse);
  }
  return first;
}

StoreReach Reaches::to_store(const Pods& from, const DataStore& store) const {
  const std::vector<Machines> machines = machines_of(world_, network_, cluster_, from);
  const Members groups = members_of(world_, store.resource->values.at(store.groups_name));
  const std::vector<Way> all = ways(from, store, machines, groups);
  std::set<int> begins = {1};
  for (const int limit : limits(from, machines, groups)) {
    if (limit > 1 && limit <= kPortMax) begins.insert(limit);
  }
  StoreReach reach{.is_possible = Truth::kNo, .port = store.port};
  for (auto begin = begins.begin(); begin != begins.end(); ++begin) {
    const auto next = std::next(begin);
    const Ports ports{.from = *begin, .to = next == begins.end() ? kPortMax : *next - 1};
    const Truth is_possible = at_port(all, ports.from).is_possible;
    if (is_possible == Truth::kYes) add(reach.open, ports);
    if (is_possible == Truth::kUnknown) add(reach.perhaps, ports);
  }
  if (store.port != 0) {
    Answer answer = at_port(all, store.port);
    reach.is_possible = answer.is_possible;
    reach.path = std::move(answer.path);
    reach.reason = std::move(answer.reason);
    return reach;
  }
  // It answers on one of them.
  const bool is_closed = reach.open.empty() && reach.perhaps.empty();
  reach.is_possible = is_closed ? Truth::kNo : Truth::kUnknown;
  reach.path = {from.name, store.resource->address};
  reach.reason =
      is_closed ? "no port is let through" : fmt::format("the port of {}", store.resource->address);
  return reach;
}

}  // namespace opta::prove
