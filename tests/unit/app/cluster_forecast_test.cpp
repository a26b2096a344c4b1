#include "app/cluster_forecast.h"

#include <gtest/gtest.h>

namespace opta {
namespace {

Plan plan_with(std::string before) {
  Plan plan;
  plan.outputs = {
      {.name = kReleasesOutput, .action = Action::kUpdate, .before = std::move(before)}};
  return plan;
}

const Stack kStack = [] {
  Stack stack;
  stack.releases = {{.name = "app", .release_namespace = "shop"}};
  return stack;
}();

TEST(GoneReleases, AreThoseThatTheFileNoLongerHas) {
  const std::vector<ReleaseName> gone =
      gone_releases(plan_with(R"(["shop/first","shop/app","shop/second"])"), kStack);
  // What was installed last goes first.
  EXPECT_EQ(gone, (std::vector<ReleaseName>{{"shop", "second"}, {"shop", "first"}}));
}

TEST(GoneReleases, ANameInAnotherNamespaceIsAnotherRelease) {
  EXPECT_EQ(gone_releases(plan_with(R"(["other/app"])"), kStack),
            (std::vector<ReleaseName>{{"other", "app"}}));
}

TEST(GoneReleases, AFirstApplyHasNone) {
  EXPECT_TRUE(gone_releases(Plan(), kStack).empty());
  EXPECT_TRUE(gone_releases(plan_with(""), kStack).empty());
  EXPECT_TRUE(gone_releases(plan_with("(sensitive)"), kStack).empty());
}

}  // namespace
}  // namespace opta
