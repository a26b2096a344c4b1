#include "app/import/vpc_layout.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace opta {
namespace {

using lenient::Json;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

// Two public and two private subnets with a gateway each; the gateways stand crosswise.
Json network() {
  return Json::parse(R"({
    "id": "vpc-1",
    "thing": {"block": "10.1.0.0/16"},
    "default_group": "sg-1",
    "subnets": [
      {"id": "subnet-pub-a", "block": "10.1.0.0/24"}, {"id": "subnet-pub-b", "block": "10.1.1.0/24"},
      {"id": "subnet-a", "block": "10.1.10.0/24"}, {"id": "subnet-b", "block": "10.1.11.0/24"}],
    "nats": [
      {"id": "nat-a", "subnet": "subnet-pub-b", "address": "eipalloc-a"},
      {"id": "nat-b", "subnet": "subnet-pub-a", "address": "eipalloc-b"}],
    "tables": [
      {"id": "rtb-main", "routes": [], "associations": [{"subnet": null, "main": true}]},
      {"id": "rtb-pub", "routes": [{"gateway": "igw-1", "nat": null}],
       "associations": [{"subnet": "subnet-pub-a"}, {"subnet": "subnet-pub-b"}]},
      {"id": "rtb-a", "routes": [{"gateway": null, "nat": "nat-a"}], "associations": [{"subnet": "subnet-a"}]},
      {"id": "rtb-b", "routes": [{"gateway": null, "nat": "nat-b"}], "associations": [{"subnet": "subnet-b"}]}]
  })");
}

Json& table(Json& answers, std::size_t index) {
  return answers["tables"][index];
}

TEST(VpcLayout, ANetworkAsTheModuleMakesItIsTakenWhole) {
  const VpcLayout layout = read_vpc(network());
  EXPECT_THAT(layout.misfits, IsEmpty());
  EXPECT_THAT(layout.left_alone, IsEmpty());
  EXPECT_EQ(layout.imports.front(), (Import{"aws_vpc.this[0]", "vpc-1"}));
  EXPECT_THAT(layout.imports, Contains(Import{"aws_subnet.private[\"10.1.10.0/24\"]", "subnet-a"}));
  EXPECT_THAT(layout.imports,
              Contains(Import{"aws_route.private_nat[\"10.1.11.0/24\"]", "rtb-b_0.0.0.0/0"}));
  EXPECT_THAT(layout.imports, Contains(Import{"aws_nat_gateway.this[\"10.1.1.0/24\"]", "nat-a"}));
  EXPECT_THAT(layout.imports, Contains(Import{"aws_route_table_association.public[\"10.1.0.0/24\"]",
                                              "subnet-pub-a/rtb-pub"}));
  // VPC, group, gateway, public table and route; 2 for each public subnet, 4 for each private one,
  // 2 for each gateway.
  EXPECT_EQ(layout.imports.size(), 5U + 4U + 8U + 4U);
}

TEST(VpcLayout, PublicSubnetsStandInTheOrderOfTheGatewaysInThem) {
  const VpcLayout layout = read_vpc(network());
  EXPECT_EQ(layout.inputs["private_ipv4_cidr_blocks"], (Json{"10.1.10.0/24", "10.1.11.0/24"}));
  EXPECT_EQ(layout.inputs["public_ipv4_cidr_blocks"], (Json{"10.1.1.0/24", "10.1.0.0/24"}));
  EXPECT_EQ(layout.inputs["single_nat_gateway"], false);
  EXPECT_EQ(layout.inputs["total_ipv4_cidr_block"], "10.1.0.0/16");
}

TEST(VpcLayout, OneGatewayForAllStandsInTheFirstPublicSubnet) {
  Json answers = network();
  table(answers, 3)["routes"][0]["nat"] = "nat-a";
  const VpcLayout layout = read_vpc(answers);
  EXPECT_THAT(layout.misfits, IsEmpty());
  EXPECT_EQ(layout.inputs["single_nat_gateway"], true);
  EXPECT_EQ(layout.inputs["public_ipv4_cidr_blocks"][0], "10.1.1.0/24");
  EXPECT_THAT(layout.left_alone, ElementsAre("nat-b"));
  EXPECT_THAT(layout.imports,
              Not(Contains(Import{"aws_nat_gateway.this[\"10.1.0.0/24\"]", "nat-b"})));
}

TEST(VpcLayout, ASubnetThatLeadsNowhereIsLeftAlone) {
  Json answers = network();
  answers["subnets"].push_back({{"id", "subnet-db"}, {"block", "10.1.20.0/24"}});
  const VpcLayout layout = read_vpc(answers);
  EXPECT_THAT(layout.misfits, IsEmpty());
  EXPECT_THAT(layout.left_alone, ElementsAre("subnet-db"));
}

TEST(VpcLayout, AnS3EndpointComesAlong) {
  Json answers = network();
  answers["s3_endpoint"] = "vpce-1";
  EXPECT_EQ(read_vpc(answers).imports.back(), (Import{"aws_vpc_endpoint.s3[0]", "vpce-1"}));
}

TEST(VpcLayout, WhatDoesNotFitIsToldPartByPart) {
  const auto misfits = [](const std::function<void(Json&)>& change) {
    Json answers = network();
    change(answers);
    return read_vpc(answers).misfits;
  };
  EXPECT_THAT(misfits([](Json& a) {
                table(a, 2)["associations"].push_back({{"subnet", "subnet-b"}}),
                    table(a, 3)["associations"] = Json::array();
              }),
              ElementsAre(HasSubstr("`subnet-a` and `subnet-b` share the route table `rtb-a`")));
  EXPECT_THAT(misfits([](Json& a) {
                table(a, 1)["associations"].erase(1);
                table(a, 0)["routes"] = {{{"gateway", "igw-1"}}};
              }),
              Contains(HasSubstr("`subnet-pub-b` has no route table of its own")));
  EXPECT_THAT(misfits([](Json& a) { table(a, 3)["routes"] = {{{"gateway", "igw-1"}}}; }),
              ElementsAre(HasSubstr("1 private subnet"), HasSubstr("2 route tables")));
  EXPECT_THAT(misfits([](Json& a) { a["nats"][1]["subnet"] = "subnet-pub-b"; }),
              ElementsAre(HasSubstr("two NAT gateways stand in `subnet-pub-b`")));
  EXPECT_THAT(misfits([](Json& a) { a["nats"][1]["address"] = nullptr; }),
              ElementsAre(HasSubstr("`nat-b` has no address")));
  EXPECT_THAT(misfits([](Json& a) { a["nats"].erase(1); }),
              ElementsAre(HasSubstr("`nat-b` of `subnet-b` is not available")));
  EXPECT_THAT(misfits([](Json& a) { a = {{"id", "vpc-2"}}; }),
              ElementsAre(HasSubstr("0 public subnets"), HasSubstr("0 private subnets")));
}

}  // namespace
}  // namespace opta
