#include <gtest/gtest.h>

#include "exec/terraform/apply.h"
#include "exec/terraform/force_unlock.h"
#include "exec/terraform/init.h"
#include "exec/terraform/output.h"
#include "exec/terraform/plan.h"
#include "exec/terraform/show.h"
#include "exec/terraform/state_list.h"
#include "exec/terraform/state_pull.h"
#include "exec/terraform/state_rm.h"
#include "exec/terraform/validate.h"
#include "exec/terraform/version.h"

namespace opta::terraform {
namespace {

using Words = std::vector<std::string>;
using namespace std::chrono_literals;

TEST(InitArguments, Default) {
  EXPECT_EQ(init_arguments({}),
            (Words{"init", "-input=false", "-no-color", "-json", "-lock-timeout=10s"}));
}

TEST(InitArguments, Everything) {
  EXPECT_EQ(init_arguments({.reconfigure = true, .upgrade = true, .read_only_lock_file = true}),
            (Words{"init", "-input=false", "-no-color", "-json", "-lock-timeout=10s",
                   "-reconfigure", "-upgrade", "-lockfile=readonly"}));
}

TEST(InitArguments, WithoutABackendThereIsNoLock) {
  EXPECT_EQ(init_arguments({.backend = false}),
            (Words{"init", "-input=false", "-no-color", "-json", "-backend=false"}));
}

TEST(PlanArguments, Default) {
  EXPECT_EQ(plan_arguments({.out_file = "/x y/plan"}),
            (Words{"plan", "-input=false", "-no-color", "-json", "-out=/x y/plan",
                   "-lock-timeout=10s", "-detailed-exitcode"}));
}

TEST(PlanArguments, Everything) {
  EXPECT_EQ(plan_arguments({.out_file = "p",
                            .json = false,
                            .destroy = true,
                            .refresh = false,
                            .detailed_exit_code = false,
                            .parallelism = 30,
                            .lock_timeout = 0s}),
            (Words{"plan", "-input=false", "-no-color", "-out=p", "-lock-timeout=0s", "-destroy",
                   "-refresh=false", "-parallelism=30"}));
}

TEST(ApplyArguments, ThePlanFileStandsLast) {
  EXPECT_EQ(apply_arguments({.plan_file = "p", .parallelism = 5}),
            (Words{"apply", "-input=false", "-no-color", "-json", "-lock-timeout=10s",
                   "-parallelism=5", "p"}));
}

TEST(ReadingArguments, AskForJson) {
  EXPECT_EQ(show_arguments({}), (Words{"show", "-no-color", "-json"}));
  EXPECT_EQ(show_arguments({.plan_file = "p"}), (Words{"show", "-no-color", "-json", "p"}));
  EXPECT_EQ(output_arguments(), (Words{"output", "-no-color", "-json"}));
  EXPECT_EQ(validate_arguments(), (Words{"validate", "-no-color", "-json"}));
  EXPECT_EQ(version_arguments(), (Words{"version", "-json"}));
  EXPECT_EQ(state_list_arguments(), (Words{"state", "list"}));
  EXPECT_EQ(state_pull_arguments(), (Words{"state", "pull"}));
  EXPECT_EQ(state_rm_arguments("a.b"), (Words{"state", "rm", "-lock-timeout=10s", "a.b"}));
}

TEST(ForceUnlockArguments, TakeNothingThatCouldBeAFlag) {
  const std::string id = "d99b6961-f57f-3037-dadd-cba9c09eaf08";
  EXPECT_EQ(force_unlock_arguments(id), (Words{"force-unlock", "-force", id}));
  EXPECT_TRUE(is_lock_id(id));
  for (const char* bad : {"", "-help", "a b", "a\n", "$(id)", "../x"})
    EXPECT_FALSE(is_lock_id(bad));
}

TEST(AnyArguments, NeverTargetAndNeverGoWithoutTheLock) {
  for (const Words& words :
       {init_arguments({}), init_arguments({.backend = false}), plan_arguments({}),
        plan_arguments({.destroy = true, .refresh = false}), apply_arguments({})}) {
    for (const std::string& word : words) {
      EXPECT_FALSE(word.starts_with("-target")) << word;
      EXPECT_NE(word, "-lock=false");
    }
  }
}

TEST(Version, IsRead) {
  EXPECT_EQ(parse_version("v1.11.4"), (Version{1, 11, 4}));
  EXPECT_EQ(parse_version("1.12.0-rc1"), (Version{1, 12, 0}));
  EXPECT_LT((Version{1, 9, 8}), (Version{1, 11, 0}));
  for (const char* bad : {"", "1", "1.2", "x.y.z", "1.-2.3"})
    EXPECT_FALSE(parse_version(bad)) << bad;
}

TEST(Version, TellsTerraformFromOpenTofu) {
  const auto terraform = decode_version(
      R"({"terraform_version":"1.11.4","platform":"linux_amd64","provider_selections":{},"terraform_outdated":false})");
  ASSERT_TRUE(terraform);
  EXPECT_EQ(terraform->flavour, Flavour::kTerraform);
  const auto tofu = decode_version(
      R"({"terraform_version":"1.11.0","platform":"linux_amd64","provider_selections":{}})");
  ASSERT_TRUE(tofu);
  EXPECT_EQ(tofu->flavour, Flavour::kOpenTofu);
  EXPECT_FALSE(decode_version("Terraform v1.11.4"));
  EXPECT_FALSE(decode_version("[]"));
}

}  // namespace
}  // namespace opta::terraform
