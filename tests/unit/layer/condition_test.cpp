#include "layer/condition.h"

#include <gtest/gtest.h>

namespace opta {
namespace {

ModuleUse module() {
  ModuleUse use;
  Value yes;
  yes.kind = ValueKind::kBoolean;
  yes.boolean = true;
  Value no = yes;
  no.boolean = false;
  use.arguments = {
      {"on", yes}, {"off", no}, {"ingress", Value::of_text("nginx", {})}, {"none", {}}};
  return use;
}

TEST(Condition, AsksForAValue) {
  EXPECT_TRUE(holds("on", module()));
  EXPECT_TRUE(holds("ingress", module()));
  EXPECT_TRUE(holds("always", module()));
  EXPECT_FALSE(holds("off", module()));
  EXPECT_FALSE(holds("none", module()));
  EXPECT_FALSE(holds("unheard_of", module()));
}

TEST(Condition, Compares) {
  EXPECT_TRUE(holds("ingress = nginx", module()));
  EXPECT_FALSE(holds("ingress = traefik", module()));
  EXPECT_TRUE(holds("ingress != none", module()));
  EXPECT_FALSE(holds("ingress != nginx", module()));
}

TEST(Condition, ComparesBooleansByMeaning) {
  EXPECT_TRUE(holds("on = true", module()));
  EXPECT_FALSE(holds("on = false", module()));
  EXPECT_TRUE(holds("off = false", module()));
}

TEST(Condition, LooksIntoMaps) {
  ModuleUse use = module();
  Value labels;
  labels.kind = ValueKind::kMap;
  Value inner = labels;
  inner.entries.push_back({"team", {}, Value::of_text("web", {})});
  labels.entries.push_back({"owner", {}, inner});
  use.arguments.push_back({"labels", labels});
  EXPECT_TRUE(holds("labels.owner.team", use));
  EXPECT_TRUE(holds("labels.owner.team = web", use));
  EXPECT_FALSE(holds("labels.owner.name", use));
  EXPECT_FALSE(holds("labels.team", use));
  EXPECT_FALSE(holds("ingress.team", use));
  EXPECT_EQ(value_at(use, "labels.owner.team")->text, "web");
}

TEST(Condition, AndBindsStrongerThanOr) {
  EXPECT_TRUE(holds("on and ingress = nginx", module()));
  EXPECT_FALSE(holds("off and ingress = nginx", module()));
  EXPECT_TRUE(holds("off and off or on", module()));
  EXPECT_FALSE(holds("off or on and off", module()));
}

}  // namespace
}  // namespace opta
