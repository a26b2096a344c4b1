// The ways in, by examples, and against an evaluator that sends every packet there is.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

// After gtest: it adds to it. Not on every machine; without it these tests are left out.
#ifdef OPTA_RAPIDCHECK
#include <rapidcheck/gtest.h>
#endif

#include "prove/network/exposure.h"
#include "worlds.h"

namespace opta::prove {
namespace {

using test::json;
using test::PlanText;
using test::references;

struct SomeRule {
  int number = 0;
  bool allows = true;
  std::string source;
  int from = 0, to = 0;
};

struct SomeSubnet {
  bool has_public_table = false;
  bool has_acl = false;
  std::vector<SomeRule> acl = {};
};

// A database in subnets of one network, all of it known.
struct SomeNetwork {
  bool has_address = true;
  std::vector<std::string> destinations = {};  // of the public table, through the internet gateway
  std::vector<SomeSubnet> subnets = {};
  std::vector<SomeRule> group = {};  // what its security group allows

  json rules(const std::vector<SomeRule>& rules) const {
    json all = json::array();
    for (const SomeRule& rule : rules) {
      all.push_back({{"rule_no", rule.number},
                     {"action", rule.allows ? "allow" : "deny"},
                     {"protocol", "tcp"},
                     {"cidr_block", rule.source},
                     {"cidr_blocks", {rule.source}},
                     {"from_port", rule.from},
                     {"to_port", rule.to}});
    }
    return all;
  }

  World world() const {
    PlanText plan;
    json routes = json::array();
    for (const std::string& destination : destinations)
      routes.push_back({{"cidr_block", destination}, {"gateway_id", "igw-1"}});
    plan.add("aws_internet_gateway.this", {{"id", "igw-1"}})
        .add("aws_route_table.public", {{"id", "rtb-public"}, {"route", routes}})
        .add("aws_route_table.private", {{"id", "rtb-private"}})
        .add("aws_security_group.db", {{"id", "sg-1"}, {"ingress", rules(group)}});
    json ids = json::array();
    for (std::size_t i = 0; i < subnets.size(); ++i) {
      const std::string id = "subnet-" + std::to_string(i);
      const std::string name = "s" + std::to_string(i);
      ids.push_back(id);
      plan.add("aws_subnet." + name, {{"id", id}})
          .add("aws_route_table_association." + name,
               {{"subnet_id", id},
                {"route_table_id", subnets[i].has_public_table ? "rtb-public" : "rtb-private"}});
      if (subnets[i].has_acl)
        plan.add("aws_network_acl." + name,
                 {{"id", "acl-" + name}, {"subnet_ids", {id}}, {"ingress", rules(subnets[i].acl)}});
    }
    return plan.add("aws_db_subnet_group.db", {{"id", "g"}, {"name", "g"}, {"subnet_ids", ids}})
        .add("aws_db_instance.db", {{"publicly_accessible", has_address},
                                    {"db_subnet_group_name", "g"},
                                    {"vpc_security_group_ids", {"sg-1"}}})
        .world();
  }
};

Exposure exposure_of(const World& world) {
  const Network network(world);
  return network.exposure(network.database(*world.of_type("aws_db_instance").at(0)));
}

SomeNetwork open_network() {
  return {.destinations = {"0.0.0.0/0"},
          .subnets = {{.has_public_table = true}},
          .group = {{.source = "0.0.0.0/0", .from = 5432, .to = 5432}}};
}

TEST(Network, TheWayInIsTold) {
  const World world = open_network().world();
  const Exposure exposure = exposure_of(world);
  EXPECT_EQ(exposure.is_reachable, Truth::kYes);
  EXPECT_THAT(exposure.path, testing::ElementsAre("internet", "aws_internet_gateway.this",
                                                  "aws_route_table.public", "aws_subnet.s0",
                                                  "aws_security_group.db (0.0.0.0/0, 5432)",
                                                  "aws_db_instance.db (publicly_accessible)"));
}

TEST(Network, EachPartOfItCanCloseIt) {
  const auto closed = [](auto change) {
    SomeNetwork network = open_network();
    change(network);
    return exposure_of(network.world()).is_reachable == Truth::kNo;
  };
  EXPECT_TRUE(closed([](SomeNetwork& n) { n.has_address = false; }));
  EXPECT_TRUE(closed([](SomeNetwork& n) { n.destinations.clear(); }));
  EXPECT_TRUE(closed([](SomeNetwork& n) { n.destinations = {"10.0.0.0/8"}; }));
  EXPECT_TRUE(closed([](SomeNetwork& n) { n.subnets[0].has_public_table = false; }));
  EXPECT_TRUE(closed([](SomeNetwork& n) { n.group.clear(); }));
  EXPECT_TRUE(closed([](SomeNetwork& n) { n.group[0].source = "10.0.0.0/16"; }));
  EXPECT_TRUE(closed([](SomeNetwork& n) { n.subnets[0].has_acl = true; }));
}

TEST(Network, WhatIsNotKnownIsNotHeld) {
  PlanText plan;
  plan.add("aws_internet_gateway.this", json::object(), {{"id", true}})
      .add("aws_route_table.public", json::object(), {{"id", true}})
      .add("aws_route.out", {{"destination_cidr_block", "0.0.0.0/0"}},
           {{"route_table_id", true}, {"gateway_id", true}})
      .expressions("aws_route.out", {{"route_table_id", references({"aws_route_table.public.id"})},
                                     {"gateway_id", references({"aws_internet_gateway.this.id"})}})
      .add("aws_subnet.a", json::object(), {{"id", true}})
      .add("aws_route_table_association.a", json::object(),
           {{"route_table_id", true}, {"subnet_id", true}})
      .expressions("aws_route_table_association.a",
                   {{"route_table_id", references({"aws_route_table.public.id"})},
                    {"subnet_id", references({"aws_subnet.a.id"})}})
      .add("aws_security_group.db", json::object(), {{"id", true}})
      .add("aws_vpc_security_group_ingress_rule.db",
           {{"ip_protocol", "tcp"}, {"from_port", 5432}, {"to_port", 5432}},
           {{"security_group_id", true}, {"cidr_ipv4", true}})
      .expressions("aws_vpc_security_group_ingress_rule.db",
                   {{"security_group_id", references({"aws_security_group.db.id"})}})
      .add("aws_db_subnet_group.db", {{"name", "g"}}, {{"id", true}, {"subnet_ids", {true}}})
      .expressions("aws_db_subnet_group.db", {{"subnet_ids", references({"aws_subnet.a.id"})}})
      .add("aws_db_instance.db", {{"publicly_accessible", true}, {"db_subnet_group_name", "g"}},
           {{"vpc_security_group_ids", {true}}})
      .expressions("aws_db_instance.db",
                   {{"vpc_security_group_ids", references({"aws_security_group.db.id"})}});
  EXPECT_EQ(exposure_of(plan.world()).is_reachable, Truth::kUnknown);
  // Once the source is known, the rest follows from what refers to what, before anything has an id.
  auto& rule = plan.text()["resource_changes"][6]["change"];
  rule["after_unknown"].erase("cidr_ipv4");
  rule["after"]["cidr_ipv4"] = "0.0.0.0/0";
  EXPECT_EQ(exposure_of(plan.world()).is_reachable, Truth::kYes);
  rule["after"]["cidr_ipv4"] = "10.0.0.0/16";
  EXPECT_EQ(exposure_of(plan.world()).is_reachable, Truth::kNo);
}

// Each with an address, and all else as open as it is said: what is missing must not count as held.
TEST(Network, WhatThePlanDoesNotHaveMayLeadAnywhere) {
  const auto reachable = [](auto change) {
    PlanText plan;
    plan.add("aws_vpc.this", {{"id", "vpc-1"}})
        .add("aws_subnet.private", {{"id", "subnet-private"}, {"vpc_id", "vpc-1"}})
        .add("aws_security_group.open",
             {{"id", "sg-1"}, {"ingress", {{{"protocol", "-1"}, {"cidr_blocks", {"0.0.0.0/0"}}}}}})
        .add("aws_db_subnet_group.db",
             {{"id", "g"}, {"name", "g"}, {"subnet_ids", {"subnet-private"}}})
        .add("aws_db_instance.db", {{"publicly_accessible", true},
                                    {"db_subnet_group_name", "g"},
                                    {"vpc_security_group_ids", {"sg-1"}}});
    change(plan.text()["resource_changes"]);
    return exposure_of(plan.world()).is_reachable;
  };
  const auto after = [](json& changes, std::size_t index) -> json& {
    return changes[index]["change"]["after"];
  };
  EXPECT_EQ(reachable([](json&) {}), Truth::kNo);
  // A subnet of another network, beside one of ours.
  EXPECT_EQ(
      reachable([&](json& changes) { after(changes, 3)["subnet_ids"].push_back("subnet-9"); }),
      Truth::kUnknown);
  // No group of subnets, so those of the default network.
  EXPECT_EQ(reachable([&](json& changes) { after(changes, 4).erase("db_subnet_group_name"); }),
            Truth::kUnknown);
  // A network that stands already, whose main table is not in the plan; and a subnet that is read.
  EXPECT_EQ(reachable([&](json& changes) { after(changes, 1)["vpc_id"] = "vpc-9"; }),
            Truth::kUnknown);
  EXPECT_EQ(reachable([](json& changes) { changes[1]["mode"] = "data"; }), Truth::kUnknown);
}

TEST(Network, SecurityGroupsThatAreNotInThePlanMayLetIn) {
  PlanText plan;
  plan.add("aws_internet_gateway.this", {{"id", "igw-1"}})
      .add("aws_route_table.public",
           {{"id", "rtb"}, {"route", {{{"cidr_block", "0.0.0.0/0"}, {"gateway_id", "igw-1"}}}}})
      .add("aws_subnet.a", {{"id", "subnet-a"}})
      .add("aws_route_table_association.a", {{"subnet_id", "subnet-a"}, {"route_table_id", "rtb"}})
      .add("aws_db_subnet_group.db", {{"name", "g"}, {"subnet_ids", {"subnet-a"}}});
  for (const json& groups : {json{"sg-elsewhere"}, json::array(), json()}) {
    PlanText with = plan;
    with.add("aws_db_instance.db", {{"publicly_accessible", true},
                                    {"db_subnet_group_name", "g"},
                                    {"vpc_security_group_ids", groups}});
    EXPECT_EQ(exposure_of(with.world()).is_reachable, Truth::kUnknown) << groups;
  }
  // An instance of a cluster that is not in the plan.
  plan.add("aws_rds_cluster_instance.reader", {{"publicly_accessible", true},
                                               {"db_subnet_group_name", "g"},
                                               {"cluster_identifier", "elsewhere"}});
  const World world = plan.world();
  const Network network(world);
  const Resource& reader = *world.of_type("aws_rds_cluster_instance").at(0);
  EXPECT_EQ(network.exposure(network.database(reader)).is_reachable, Truth::kUnknown);
}

Truth nodes_reachable(json node_group, const std::function<void(PlanText&)>& more = {}) {
  PlanText plan;
  plan.add("aws_internet_gateway.this", {{"id", "igw-1"}})
      .add("aws_route_table.public",
           {{"id", "rtb"}, {"route", {{{"cidr_block", "0.0.0.0/0"}, {"gateway_id", "igw-1"}}}}})
      .add("aws_subnet.a", {{"id", "subnet-a"}, {"map_public_ip_on_launch", true}})
      .add("aws_route_table_association.a", {{"subnet_id", "subnet-a"}, {"route_table_id", "rtb"}});
  node_group["subnet_ids"] = {"subnet-a"};
  plan.add("aws_eks_node_group.nodes", std::move(node_group));
  if (more) more(plan);
  const World world = plan.world();
  const Network network(world);
  return network.exposure(network.node_group(*world.of_type("aws_eks_node_group").at(0)))
      .is_reachable;
}

TEST(Network, NodesAreOpenedByWhatIsAddedToTheirGroups) {
  EXPECT_EQ(nodes_reachable(json::object()), Truth::kNo);
  // SSH with a key and for nobody in particular: EKS opens it to everybody.
  EXPECT_EQ(nodes_reachable({{"remote_access", {{{"ec2_ssh_key", "ops"}}}}}), Truth::kUnknown);
  EXPECT_EQ(
      nodes_reachable(
          {{"remote_access", {{{"ec2_ssh_key", "ops"}, {"source_security_group_ids", {"sg-1"}}}}}}),
      Truth::kNo);
  EXPECT_EQ(nodes_reachable({{"launch_template", {{{"id", "lt-elsewhere"}}}}}), Truth::kUnknown);
  // A rule in the group that EKS makes.
  const auto rule = [](const char* source) {
    return [source](PlanText& plan) {
      plan.add("aws_vpc_security_group_ingress_rule.out",
               {{"security_group_id", "sg-of-eks"}, {"ip_protocol", "-1"}, {"cidr_ipv4", source}});
    };
  };
  EXPECT_EQ(nodes_reachable(json::object(), rule("0.0.0.0/0")), Truth::kUnknown);
  EXPECT_EQ(nodes_reachable(json::object(), rule("10.0.0.0/8")), Truth::kNo);
  const auto launch = [](PlanText& plan) {
    plan.add("aws_launch_template.open",
             {{"id", "lt-1"}, {"network_interfaces", {{{"security_groups", {"sg-1"}}}}}})
        .add("aws_security_group.open",
             {{"id", "sg-1"}, {"ingress", {{{"protocol", "-1"}, {"cidr_blocks", {"0.0.0.0/0"}}}}}});
  };
  EXPECT_EQ(nodes_reachable({{"launch_template", {{{"id", "lt-1"}}}}}, launch), Truth::kYes);
}

#ifdef OPTA_RAPIDCHECK
// Every packet from some addresses to some ports, by the rules of AWS as they are written down.
bool some_packet_arrives(const SomeNetwork& network) {
  if (!network.has_address) return false;
  const auto fits = [](const SomeRule& rule, const IpBlock& from, int port) {
    return parse_ip_block(rule.source)->contains(from) && rule.from <= port && port <= rule.to;
  };
  for (const char* text :
       {"1.1.1.1", "8.8.8.0", "8.8.8.1", "8.8.8.2", "8.8.8.3", "9.0.0.1", "200.1.2.3"}) {
    const IpBlock from = *parse_ip_block(text);
    for (int port = 0; port < 8; ++port) {
      const bool group_allows = std::ranges::any_of(
          network.group, [&](const SomeRule& rule) { return fits(rule, from, port); });
      if (!group_allows) continue;
      for (const SomeSubnet& subnet : network.subnets) {
        // The answer has to find its way back.
        const bool has_way =
            subnet.has_public_table &&
            std::ranges::any_of(network.destinations, [](const std::string& destination) {
              return !is_private(*parse_ip_block(destination));
            });
        if (!has_way) continue;
        if (!subnet.has_acl) return true;
        std::vector<SomeRule> acl = subnet.acl;
        std::ranges::stable_sort(acl, {}, &SomeRule::number);
        const auto first =
            std::ranges::find_if(acl, [&](const SomeRule& rule) { return fits(rule, from, port); });
        if (first != acl.end() && first->allows) return true;
      }
    }
  }
  return false;
}

SomeRule some_rule(int number) {
  static const std::vector<std::string> kSources = {"0.0.0.0/0",   "8.8.8.0/30", "8.8.8.0/31",
                                                    "8.8.8.2/31",  "8.8.8.1/32", "9.0.0.1/32",
                                                    "128.0.0.0/1", "10.0.0.0/8", "192.168.0.0/16"};
  const int from = *rc::gen::inRange(0, 8);
  return {.number = number,
          .allows = *rc::gen::arbitrary<bool>(),
          .source = *rc::gen::elementOf(kSources),
          .from = from,
          .to = *rc::gen::inRange(from, 8)};
}

SomeNetwork some_network() {
  SomeNetwork network{.has_address = *rc::gen::inRange(0, 8) != 0};
  for (const char* destination : {"0.0.0.0/0", "10.0.0.0/8"}) {
    if (*rc::gen::arbitrary<bool>()) network.destinations.emplace_back(destination);
  }
  for (int i = *rc::gen::inRange(1, 4); i > 0; --i) {
    SomeSubnet subnet{.has_public_table = *rc::gen::arbitrary<bool>(),
                      .has_acl = *rc::gen::arbitrary<bool>()};
    for (int j = *rc::gen::inRange(0, 5); j > 0; --j) subnet.acl.push_back(some_rule(100 + j));
    network.subnets.push_back(std::move(subnet));
  }
  for (int i = *rc::gen::inRange(0, 3); i > 0; --i) network.group.push_back(some_rule(i));
  return network;
}

RC_GTEST_PROP(Network, AgreesWithSendingEveryPacket, ()) {
  const SomeNetwork network = some_network();
  const Truth expected = truth(some_packet_arrives(network));
  RC_ASSERT(exposure_of(network.world()).is_reachable == expected);
}
#endif

}  // namespace
}  // namespace opta::prove
