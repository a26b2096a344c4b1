#include "plan/drift.h"

#include <gtest/gtest.h>

namespace opta {
namespace {

ResourceChange change(const char* address, Action action, std::vector<FieldChange> fields = {}) {
  return {.address = address,
          .module = "data",
          .type = "aws_x",
          .name = "a",
          .action = action,
          .fields = std::move(fields)};
}

TEST(CloudDrift, IsWhatThePlanChangesBack) {
  Plan plan;
  plan.changes = {change("module.data.aws_x.a", Action::kUpdate, {{.path = "size"}})};
  plan.drift = {change("module.data.aws_x.a", Action::kUpdate,
                       {{.path = "size", .before = "1", .after = "2"},
                        {.path = "learnt", .before = "", .after = "3"}}),
                change("module.data.aws_x.b", Action::kUpdate, {{.path = "other"}})};
  const std::vector<DriftedThing> drift = cloud_drift(plan);
  ASSERT_EQ(drift.size(), 1U);
  EXPECT_EQ(drift[0].module, "data");
  ASSERT_EQ(drift[0].fields.size(), 1U);
  EXPECT_EQ(drift[0].fields[0].applied, "1");
  EXPECT_EQ(drift[0].fields[0].found, "2");
}

TEST(CloudDrift, WhatIsGoneNeedsNoField) {
  Plan plan;
  plan.drift = {change("module.data.aws_x.a", Action::kDelete)};
  const std::vector<DriftedThing> drift = cloud_drift(plan);
  ASSERT_EQ(drift.size(), 1U);
  EXPECT_TRUE(drift[0].is_gone);
}

TEST(ClusterDrift, TurnsThePlanRound) {
  ClusterPlan plan;
  plan.releases = {
      {.release = "r",
       .release_namespace = "shop",
       .module = "app",
       .changes = {{.kind = "Deployment",
                    .object_namespace = "shop",
                    .name = "app",
                    .action = Action::kUpdate,
                    .fields = {{.path = "spec.replicas", .before = "9", .after = "2"}}},
                   {.kind = "Service", .name = "app", .action = Action::kCreate},
                   {.kind = "ConfigMap", .name = "same"}}}};
  const std::vector<DriftedThing> drift = cluster_drift(plan);
  ASSERT_EQ(drift.size(), 2U);
  EXPECT_EQ(drift[0].name, "Deployment app in namespace shop");
  EXPECT_EQ(drift[0].fields[0].applied, "2");
  EXPECT_EQ(drift[0].fields[0].found, "9");
  EXPECT_TRUE(drift[1].is_gone);
  EXPECT_TRUE(drift[1].fields.empty());
}

}  // namespace
}  // namespace opta
