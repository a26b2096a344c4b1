// Which inputs of a module of Opta's file an attribute is made from.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "worlds.h"

namespace opta::prove {
namespace {

using test::json;
using test::PlanText;
using test::references;
using testing::ElementsAre;
using testing::IsEmpty;

// module.db of the file calls module.inner, which has the cluster.
json configuration() {
  const json cluster = {{"address", "aws_rds_cluster.this"},
                        {"expressions",
                         {{"storage_encrypted", references({"var.encrypted"})},
                          {"engine", {{"constant_value", "hunter2"}}},
                          {"kms_key_id", references({"local.key"})},
                          {"port", references({"var.port", "var.ports[0]", "var.ports"})},
                          {"scaling", {{{"min", references({"var.min"})}}}},
                          {"subnet_ids", references({"aws_subnet.a.id", "aws_subnet.a"})}}}};
  const json inner = {{"resources", {cluster}},
                      {"variables", {{"encrypted", {{"default", "hunter2"}}}}}};
  const json call = {{"expressions",
                      {{"encrypted", references({"var.storage.encrypted", "var.storage"})},
                       {"port", {{"constant_value", 5432}}},
                       {"ports", references({"module.other.ports", "module.other"})},
                       {"min", references({"var.min", "var.max"})}}},
                     {"module", inner}};
  const json other = {
      {"expressions", {{"ports", references({"var.elsewhere"})}}},
      {"module", {{"outputs", {{"ports", {{"expression", references({"var.ports"})}}}}}}}};
  const json db = {{"module_calls", {{"inner", call}, {"other", other}}}};
  return {{"module_calls",
           {{"db", {{"expressions", {{"storage", {{"constant_value", true}}}}}, {"module", db}}}}}};
}

World world() {
  PlanText plan;
  plan.add("module.db.module.inner.aws_rds_cluster.this", {{"storage_encrypted", false}});
  plan.add("aws_rds_cluster.root", json::object());
  json root = configuration();
  root["resources"] = {{{"address", "aws_rds_cluster.root"},
                        {"expressions", {{"storage_encrypted", references({"var.encrypted"})}}}}};
  plan.text()["configuration"]["root_module"] = root;
  return plan.world();
}

std::vector<std::string> inputs(std::string_view attribute) {
  const World all = world();
  return all.inputs(all.all().front(), attribute);
}

TEST(Inputs, AreThoseOfTheModuleOfTheFileThroughAllThatItCalls) {
  EXPECT_THAT(inputs("storage_encrypted"), ElementsAre("storage"));
  EXPECT_THAT(inputs("scaling.min"), ElementsAre("min", "max"));
  EXPECT_THAT(inputs("scaling"), ElementsAre("min", "max"));
  EXPECT_THAT(inputs("port"), ElementsAre("elsewhere"));
}

TEST(Inputs, AreNotGuessed) {
  EXPECT_THAT(inputs("kms_key_id"), IsEmpty());  // a local may be made of anything
  EXPECT_THAT(inputs("engine"), IsEmpty());
  EXPECT_THAT(inputs("subnet_ids"), IsEmpty());
  EXPECT_THAT(inputs("not_there"), IsEmpty());
  EXPECT_THAT(inputs("engine.below"), IsEmpty());
  EXPECT_THAT(inputs(""), ElementsAre("elsewhere", "min", "max", "storage"));
}

TEST(Inputs, OfTheRootAndOfAStateThereAreNone) {
  const World all = world();
  EXPECT_THAT(all.inputs(all.all().back(), "storage_encrypted"), IsEmpty());
  const World none;
  EXPECT_THAT(none.inputs(all.all().front(), "storage_encrypted"), IsEmpty());
}

}  // namespace
}  // namespace opta::prove
