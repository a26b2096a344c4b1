#include "app/release_run.h"

#include "room.h"

namespace opta {
namespace {

// An environment in AWS whose state tells of a cluster.
class ReleaseRun : public RoomTest {
 protected:
  void SetUp() override {
    RoomTest::SetUp();
    for (const char* program : {"kubectl", "helm"})
      ASSERT_TRUE(disk_.write(folder_ + "/bin/" + program,
                              "\x7f"
                              "ELF",
                              0755));
    runner_.on({"s3"}, {.out = R"({"outputs":{"k8s_cluster_name":{"value":"c"},)"
                               R"("k8s_endpoint":{"value":"https://c.invalid"},)"
                               R"("k8s_ca_data":{"value":"Y2E="}}})"});
  }
};

// A release that nobody removes would outlive its roles, and no state would know of it.
TEST_F(ReleaseRun, WhereTheClusterDoesNotAnswerNothingIsTakenForRemoved) {
  runner_.on({"get"},
             {.exit_code = 1,
              .err = "The connection to the server c.invalid was refused - did you specify "
                     "the right host or port?"});
  const auto forecast = forecast_destroy(*room_, {{"shop", "app"}});
  ASSERT_TRUE(forecast) << said_;
  EXPECT_TRUE(forecast->unreachable);
  EXPECT_TRUE(forecast->gone_unknown);
  EXPECT_TRUE(said("W0702")) << said_;
  const auto removed = remove_releases(*room_, *forecast);
  ASSERT_FALSE(removed);
  EXPECT_EQ(removed.error(), Exit::kEngineFailed);
  EXPECT_TRUE(said("the releases of `small` that go cannot be removed")) << said_;
}

TEST_F(ReleaseRun, WhatIsNotInstalledNeedsNotGo) {
  runner_.on({"get"}, {.out = R"({"apiVersion":"v1","kind":"List","items":[]})"})
      .on({"version", "--output=json"}, {.out = R"({"serverVersion":{"gitVersion":"v1.35.0"}})"})
      .on({"api-resources"}, {.out = "pods po v1 true Pod\n"});
  const auto forecast = forecast_destroy(*room_, {{"shop", "app"}});
  ASSERT_TRUE(forecast) << said_;
  EXPECT_TRUE(forecast->cluster);
  EXPECT_FALSE(forecast->gone_unknown);
  EXPECT_TRUE(forecast->gone.empty());
  EXPECT_TRUE(remove_releases(*room_, *forecast));
}

}  // namespace
}  // namespace opta
