// Of machines: both families of addresses, subnets that may be one of several, and no group at all.
#include <gtest/gtest.h>

#include <functional>

#include "prove/network/exposure.h"
#include "worlds.h"

namespace opta::prove {
namespace {

using test::json;
using test::PlanText;
using test::references;

// A subnet that leads out by IPv6 and one that does not; a group for everybody who speaks it.
PlanText two_subnets() {
  PlanText plan;
  plan.add("aws_internet_gateway.this", {{"id", "igw-1"}})
      .add("aws_route_table.out",
           {{"id", "rtb-out"}, {"route", {{{"ipv6_cidr_block", "::/0"}, {"gateway_id", "igw-1"}}}}})
      .add("aws_route_table.in", {{"id", "rtb-in"}})
      .add("aws_subnet.out", {{"id", "subnet-out"}})
      .add("aws_subnet.in", {{"id", "subnet-in"}})
      .add("aws_route_table_association.out",
           {{"subnet_id", "subnet-out"}, {"route_table_id", "rtb-out"}})
      .add("aws_route_table_association.in",
           {{"subnet_id", "subnet-in"}, {"route_table_id", "rtb-in"}})
      .add("aws_security_group.v6",
           {{"id", "sg-6"}, {"ingress", {{{"protocol", "-1"}, {"ipv6_cidr_blocks", {"::/0"}}}}}})
      .add("aws_security_group.v4",
           {{"id", "sg-4"}, {"ingress", {{{"protocol", "-1"}, {"cidr_blocks", {"0.0.0.0/0"}}}}}});
  return plan;
}

Truth reachable(const json& machine, const json& unknown = json::object(),
                const std::function<void(PlanText&)>& more = {}) {
  PlanText plan = two_subnets();
  plan.add("aws_instance.it", machine, unknown);
  if (more) more(plan);
  const World world = plan.world();
  const Network network(world);
  return network.exposure(network.instance(*world.of_type("aws_instance").at(0))).is_reachable;
}

TEST(MachineExposure, AnAddressOfIpv6IsOneOfTheInternet) {
  const auto of = [](const char* subnet, const char* group, int count) {
    return reachable({{"subnet_id", subnet},
                      {"associate_public_ip_address", false},
                      {"ipv6_address_count", count},
                      {"vpc_security_group_ids", {group}}});
  };
  EXPECT_EQ(of("subnet-out", "sg-6", 1), Truth::kYes);
  EXPECT_EQ(of("subnet-out", "sg-6", 0), Truth::kNo);
  EXPECT_EQ(of("subnet-in", "sg-6", 1), Truth::kNo);
  EXPECT_EQ(of("subnet-out", "sg-4", 1), Truth::kNo);
}

TEST(MachineExposure, AGroupThatIsBoundToItsInterfaceCounts) {
  const json machine{{"id", "i-1"},
                     {"subnet_id", "subnet-out"},
                     {"ipv6_address_count", 1},
                     {"vpc_security_group_ids", {"sg-4"}}};
  const auto with = [&](const json& values, const json& unknown, const char* names = nullptr) {
    return reachable(machine, json::object(), [&](PlanText& plan) {
      plan.add("aws_network_interface_sg_attachment.more", values, unknown);
      if (names == nullptr) return;
      plan.expressions("aws_network_interface_sg_attachment.more",
                       {{"network_interface_id", references({names})}});
    });
  };
  const char* const kOwn = "aws_instance.it.primary_network_interface_id";
  EXPECT_EQ(with({{"security_group_id", "sg-6"}}, {{"network_interface_id", true}}, kOwn),
            Truth::kYes);
  EXPECT_EQ(with({{"security_group_id", "sg-4"}}, {{"network_interface_id", true}}, kOwn),
            Truth::kNo);
  EXPECT_EQ(with({{"security_group_id", "sg-6"}}, {{"network_interface_id", true}}),
            Truth::kUnknown);
  EXPECT_EQ(with({{"security_group_id", "sg-6"}, {"network_interface_id", "eni-of-nobody-here"}},
                 json::object()),
            Truth::kUnknown);
}

TEST(MachineExposure, EachFamilyNeedsARouteOfItsOwn) {
  EXPECT_EQ(reachable({{"subnet_id", "subnet-out"},
                       {"associate_public_ip_address", true},
                       {"vpc_security_group_ids", {"sg-4"}}}),
            Truth::kNo);
}

TEST(MachineExposure, ASubnetGivesAddressesOfIpv6) {
  const json machine = {{"subnet_id", "subnet-out"}, {"vpc_security_group_ids", {"sg-6"}}};
  const auto gives = [](PlanText& plan) {
    plan.text()["resource_changes"][3]["change"]["after"]["assign_ipv6_address_on_creation"] = true;
  };
  EXPECT_EQ(reachable(machine), Truth::kNo);
  EXPECT_EQ(reachable(machine, json::object(), gives), Truth::kYes);
}

// "var.is_public ? aws_subnet.out.id : aws_subnet.in.id": the plan tells of both.
TEST(MachineExposure, InOneOfTwoSubnetsIsNotKnown) {
  const json machine = {{"ipv6_address_count", 1}, {"vpc_security_group_ids", {"sg-6"}}};
  const auto of = [&](std::initializer_list<const char*> subnets) {
    return reachable(machine, {{"subnet_id", true}}, [&](PlanText& plan) {
      plan.expressions("aws_instance.it", {{"subnet_id", references(subnets)}});
    });
  };
  EXPECT_EQ(of({"aws_subnet.out.id", "aws_subnet.out"}), Truth::kYes);
  EXPECT_EQ(of({"aws_subnet.in.id", "aws_subnet.in"}), Truth::kNo);
  EXPECT_EQ(of({"aws_subnet.out.id", "aws_subnet.out", "aws_subnet.in.id", "aws_subnet.in"}),
            Truth::kUnknown);
}

TEST(MachineExposure, WithoutAGroupItHasTheDefaultOne) {
  EXPECT_EQ(reachable({{"subnet_id", "subnet-out"},
                       {"ipv6_address_count", 1},
                       {"vpc_security_group_ids", json::array()}}),
            Truth::kUnknown);
}

}  // namespace
}  // namespace opta::prove
