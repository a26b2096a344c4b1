#include "app/workspace.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>

#include "exec/fake_runner.h"

namespace opta {
namespace {

class WorkspaceTest : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::remove_all(folder_);
    ASSERT_TRUE(disk_.make_folders(folder_));
    layer_.path = folder_ + "/opta.yaml";
    layer_.name = "staging";
    layer_.provider.cloud = "aws";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  bool exists(const std::string& path) const { return disk_.kind(path) == FileKind::kFile; }

  std::string folder_ = testing::TempDir() + "opta_workspace_" +
                        testing::UnitTest::GetInstance()->current_test_info()->name();
  RealFileSystem disk_;
  FakeRunner runner_;
  Env env_{.disk = disk_, .runner = runner_, .variables = {}};
  Layer layer_;
};

TEST_F(WorkspaceTest, StandsBesideTheFileAndIgnoresItself) {
  ASSERT_TRUE(Workspace::open(env_, layer_, false));
  EXPECT_EQ(disk_.read(folder_ + "/.opta/.gitignore", 100).value_or(""), "*\n");
}

TEST_F(WorkspaceTest, HasOneOwnerAtATime) {
  const Result<Workspace> first = Workspace::open(env_, layer_, false);
  ASSERT_TRUE(first);
  const Result<Workspace> second = Workspace::open(env_, layer_, false);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().os_error, EWOULDBLOCK);
  // The sandbox's folder is another one: both can be worked on side by side.
  EXPECT_TRUE(Workspace::open(env_, layer_, true));
}

TEST_F(WorkspaceTest, IsFreeAgainWhenItsOwnerIsGone) {
  {
    ASSERT_TRUE(Workspace::open(env_, layer_, false));
  }
  EXPECT_TRUE(Workspace::open(env_, layer_, false));
}

TEST_F(WorkspaceTest, RemovesWhatALaterStackNoLongerHasAndNothingElse) {
  Result<Workspace> workspace = Workspace::open(env_, layer_, false);
  ASSERT_TRUE(workspace);
  ASSERT_TRUE(
      workspace->write_root(env_, {.files = {{"a.tf", "1"}, {"m/b.tf", "2"}}, .origins = {}}));
  ASSERT_TRUE(disk_.write(workspace->root() + "/users.tf", "mine"));
  ASSERT_TRUE(workspace->write_root(env_, {.files = {{"a.tf", "3"}}, .origins = {}}));
  EXPECT_EQ(disk_.read(workspace->root() + "/a.tf", 100).value_or(""), "3");
  EXPECT_FALSE(exists(workspace->root() + "/m/b.tf"));
  EXPECT_TRUE(exists(workspace->root() + "/users.tf"));
}

TEST_F(WorkspaceTest, NeedsInitAgainWhenTheFingerprintDiffers) {
  Result<Workspace> workspace = Workspace::open(env_, layer_, false);
  ASSERT_TRUE(workspace);
  ASSERT_TRUE(disk_.make_folders(workspace->root() + "/.terraform/providers"));
  ASSERT_TRUE(workspace->set_initialised(env_, "one"));
  EXPECT_TRUE(workspace->is_initialised(env_, "one"));
  EXPECT_FALSE(workspace->is_initialised(env_, "two"));
  ASSERT_TRUE(workspace->forget_initialised(env_));
  EXPECT_FALSE(workspace->is_initialised(env_, "one"));
}

}  // namespace
}  // namespace opta
