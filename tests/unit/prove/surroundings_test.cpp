// The environment's network beside a service's plan: what was not known for want of it, is.
#include <gtest/gtest.h>

#include <string>

#include "prove/decode_surroundings.h"
#include "prove/verdict.h"
#include "worlds.h"

namespace opta::prove {
namespace {

using test::json;
using test::PlanText;

json resource(const char* type, const char* name, json attributes, json key = nullptr) {
  json instance{{"attributes", std::move(attributes)}};
  if (!key.is_null()) instance["index_key"] = std::move(key);
  return {{"module", "module.base"},
          {"mode", "managed"},
          {"type", type},
          {"name", name},
          {"instances", json::array({std::move(instance)})}};
}

// Subnets behind a NAT gateway, or behind an internet gateway; a group with one rule.
json state(const char* gateway, const char* source) {
  return {
      {"version", 4},
      {"resources",
       {resource("aws_vpc", "vpc", {{"id", "vpc-1"}, {"cidr_block", "10.0.0.0/16"}}),
        resource("aws_subnet", "private", {{"id", "subnet-1"}, {"vpc_id", "vpc-1"}}, 0),
        resource("aws_route_table", "private",
                 {{"id", "rtb-1"},
                  {"vpc_id", "vpc-1"},
                  {"route",
                   json::array(
                       {{{"cidr_block", "0.0.0.0/0"},
                         {gateway, gateway == std::string("gateway_id") ? "igw-1" : "nat-1"}}})}}),
        resource("aws_route_table_association", "private",
                 {{"subnet_id", "subnet-1"}, {"route_table_id", "rtb-1"}}),
        resource("aws_db_subnet_group", "db",
                 {{"id", "staging-db"},
                  {"name", "staging-db"},
                  {"subnet_ids", json::array({"subnet-1"})}}),
        resource("aws_security_group", "db",
                 {{"id", "sg-1"},
                  {"vpc_id", "vpc-1"},
                  {"ingress", json::array({{{"protocol", "tcp"},
                                            {"from_port", 5432},
                                            {"to_port", 5432},
                                            {"cidr_blocks", json::array({source})}}})}}),
        resource("aws_iam_access_key", "old", {{"id", "AKIA"}, {"secret", "hunter2"}})}}};
}

World service() {
  PlanText plan;
  plan.add("module.db.aws_rds_cluster.this", {{"cluster_identifier", "db"},
                                              {"engine", "aurora-postgresql"},
                                              {"port", 5432},
                                              {"db_subnet_group_name", "staging-db"},
                                              {"vpc_security_group_ids", json::array({"sg-1"})}});
  return plan.world();
}

Truth holds(const World& world, std::string_view id) {
  for (const Verdict& verdict : decide_all(world, {})) {
    if (verdict.promise->id == id) return verdict.holds;
  }
  return Truth::kUnknown;
}

World beside(const json& state) {
  auto others = decode_surroundings(state.dump(), "staging");
  EXPECT_TRUE(others) << others.error().message;
  return service().beside(*std::move(others));
}

TEST(Surroundings, TellWhatThePlanAloneDoesNot) {
  const World alone = service();
  EXPECT_EQ(holds(alone, "NET-03"), Truth::kUnknown);
  EXPECT_EQ(holds(alone, "NET-04"), Truth::kUnknown);
  const World closed = beside(state("nat_gateway_id", "10.0.0.0/16"));
  EXPECT_EQ(holds(closed, "NET-03"), Truth::kYes);
  EXPECT_EQ(holds(closed, "NET-04"), Truth::kYes);
  EXPECT_EQ(holds(beside(state("nat_gateway_id", "0.0.0.0/0")), "NET-03"), Truth::kNo);
  EXPECT_EQ(holds(beside(state("gateway_id", "10.0.0.0/16")), "NET-04"), Truth::kNo);
}

TEST(Surroundings, AreNotPromisedOfHere) {
  const World world = beside(state("nat_gateway_id", "0.0.0.0/0"));
  for (const Verdict& verdict : decide_all(world, {})) {
    for (const Case& one : verdict.cases) {
      ASSERT_NE(one.about.resource(), nullptr);
      EXPECT_FALSE(one.about.resource()->is_elsewhere)
          << verdict.promise->id << " " << one.about.address();
    }
  }
}

TEST(Surroundings, HaveNoSecretsAndNoAddressOfTheLayer) {
  const auto others = decode_surroundings(state("gateway_id", "10.0.0.0/16").dump(), "staging");
  ASSERT_TRUE(others);
  EXPECT_EQ(others->size(), 6U);
  for (const Resource& resource : *others) {
    EXPECT_NE(resource.type, "aws_iam_access_key");
    EXPECT_TRUE(resource.address.starts_with("staging: module.base.")) << resource.address;
  }
  EXPECT_EQ(others->at(1).address, "staging: module.base.aws_subnet.private[0]");
  EXPECT_EQ(others->at(1).block, "staging: module.base.aws_subnet.private");
}

// Nodes and data stores have secrets beside what the network asks of them.
TEST(Surroundings, TakeOfWhatStandsThereOnlyWhere) {
  const json ends{
      {"version", 4},
      {"resources",
       {resource("aws_rds_cluster", "this",
                 {{"id", "db"}, {"port", 5432}, {"master_password", "hunter2"}}),
        resource("aws_elasticache_replication_group", "this",
                 {{"id", "cache"}, {"port", 6379}, {"auth_token", "hunter2"}}),
        resource("aws_launch_template", "this", {{"id", "lt-1"}, {"user_data", "hunter2"}})}}};
  const auto others = decode_surroundings(ends.dump(), "staging");
  ASSERT_TRUE(others);
  ASSERT_EQ(others->size(), 3U);
  for (const Resource& one : *others) {
    for (const Value& value : one.values.items()) EXPECT_NE(value.text(), "hunter2");
    EXPECT_TRUE(one.values.at("id").is_text());
  }
  for (const Verdict& verdict : decide_all(beside(ends), {})) {
    for (const Case& one : verdict.cases) {
      if (one.about.resource() == nullptr) continue;
      EXPECT_FALSE(one.about.resource()->is_elsewhere) << verdict.promise->id;
    }
  }
}

TEST(Surroundings, OfAnythingElseAreAnError) {
  for (const std::string text :
       {"", "{}", "[]", R"({"version": 3})", R"({"version": "4"})", R"({"format_version": "1.0"})"})
    EXPECT_FALSE(decode_surroundings(text, "staging")) << text;
  EXPECT_FALSE(decode_surroundings(std::string(100'000, '['), "staging"));
  EXPECT_TRUE(decode_surroundings(R"({"version": 4})", "staging"));
  EXPECT_TRUE(decode_surroundings(R"({"version": 4, "resources": [1, {"type": 2}]})", "staging"));
}

}  // namespace
}  // namespace opta::prove
