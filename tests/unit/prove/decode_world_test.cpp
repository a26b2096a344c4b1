#include "prove/decode_world.h"

#include "worlds.h"

namespace opta::prove {
namespace {

using test::json;
using test::PlanText;
using test::references;

const Resource& at(const World& world, std::string_view address) {
  static const Resource none;
  for (const Resource& resource : world.all()) {
    if (resource.address == address) return resource;
  }
  ADD_FAILURE() << address;
  return none;
}

TEST(DecodeWorld, WhatIsKnownStandsThere) {
  const World world =
      PlanText().add("module.base.aws_vpc.this[0]", {{"cidr_block", "10.0.0.0/16"}}).world();
  const Resource& vpc = at(world, "module.base.aws_vpc.this[0]");
  EXPECT_EQ(vpc.type, "aws_vpc");
  EXPECT_EQ(vpc.module, "base");
  EXPECT_EQ(vpc.block, "module.base.aws_vpc.this");
  EXPECT_EQ(vpc.values.at("cidr_block").text(), "10.0.0.0/16");
}

TEST(DecodeWorld, AnUnknownValueSaysWhereItComesFrom) {
  const World world =
      PlanText()
          .add("aws_vpc.a", json::object(), {{"id", true}})
          .add("aws_vpc.b", json::object(), {{"id", true}})
          .add("aws_subnet.s", json::object(), {{"vpc_id", true}})
          .expressions("aws_subnet.s", {{"vpc_id", references({"aws_vpc.a.id", "aws_vpc.a"})}})
          .world();
  const Named vpc = world.named_by(at(world, "aws_subnet.s").values.at("vpc_id"), "aws_vpc");
  ASSERT_NE(vpc.only(), nullptr);
  EXPECT_EQ(vpc.only()->address, "aws_vpc.a");
}

TEST(DecodeWorld, ALocalMayBeAnythingThatIsStillToBeMade) {
  const World world = PlanText()
                          .add("aws_vpc.a", json::object(), {{"id", true}})
                          .add("aws_vpc.there", {{"id", "vpc-1"}})
                          .add("aws_subnet.s", json::object(), {{"vpc_id", true}})
                          .expressions("aws_subnet.s", {{"vpc_id", references({"local.vpc_id"})}})
                          .world();
  const Named vpc = world.named_by(at(world, "aws_subnet.s").values.at("vpc_id"), "aws_vpc");
  EXPECT_FALSE(vpc.is_complete);
  EXPECT_TRUE(vpc.may_include(at(world, "aws_vpc.a")));
  EXPECT_FALSE(vpc.may_include(at(world, "aws_vpc.there")));
}

TEST(DecodeWorld, ReferencesGoThroughModules) {
  PlanText plan;
  plan.add("module.net.aws_vpc.a", json::object(), {{"id", true}})
      .add("module.app.aws_subnet.s", json::object(), {{"vpc_id", true}});
  plan.text()["configuration"]["root_module"]["module_calls"] = {
      {"net",
       {{"module",
         {{"outputs", {{"vpc", {{"expression", references({"aws_vpc.a.id", "aws_vpc.a"})}}}}}}}}},
      {"app",
       {{"expressions", {{"vpc", references({"module.net.vpc", "module.net"})}}},
        {"module",
         {{"resources",
           {{{"address", "aws_subnet.s"},
             {"expressions", {{"vpc_id", references({"var.vpc"})}}}}}}}}}}};
  const World world = plan.world();
  const Named vpc =
      world.named_by(at(world, "module.app.aws_subnet.s").values.at("vpc_id"), "aws_vpc");
  ASSERT_NE(vpc.only(), nullptr);
  EXPECT_EQ(vpc.only()->address, "module.net.aws_vpc.a");
}

TEST(DecodeWorld, WhatGoesIsNotInTheWorldToCome) {
  PlanText plan;
  plan.add("aws_vpc.gone", nullptr);
  EXPECT_TRUE(plan.world().all().empty());
}

TEST(DecodeWorld, SecretsAreNotKept) {
  PlanText plan;
  plan.add("aws_x.y", {{"password", "hunter2"}, {"name", "a"}});
  plan.text()["resource_changes"][0]["change"]["after_sensitive"] = {{"password", true}};
  const World world = plan.world();
  EXPECT_TRUE(world.all()[0].values.at("password").is_secret());
  EXPECT_EQ(world.all()[0].values.at("password").text(), "");
  EXPECT_EQ(world.all()[0].values.at("name").text(), "a");
}

TEST(DecodeWorld, AStateIsAWorldToo) {
  const auto world =
      decode_world(R"({"format_version":"1.0","values":{"root_module":{)"
                   R"("child_modules":[{"resources":[{"address":"module.a.aws_vpc.v",)"
                   R"("mode":"managed","type":"aws_vpc","values":{"id":"vpc-1"},)"
                   R"("sensitive_values":{}}]}]}}})");
  ASSERT_TRUE(world);
  ASSERT_EQ(world->all().size(), 1U);
  EXPECT_EQ(world->all()[0].values.at("id").text(), "vpc-1");
}

TEST(DecodeWorld, OtherTextsAreRefused) {
  for (const char* text : {"", "[]", "{}", R"({"format_version":"9.0"})", "nonsense"})
    EXPECT_FALSE(decode_world(text)) << text;
}

}  // namespace
}  // namespace opta::prove
