#include "app/lock_file.h"

#include <gtest/gtest.h>

#include "base/memory_file_system.h"
#include "exec/fake_runner.h"

namespace opta {
namespace {

constexpr const char* kHcl = "provider \"x\" {\n  version = \"5.100.0\"\n}\n";

class LockFileTest : public testing::Test {
 protected:
  LockFileTest() { layer_.path = "app/opta.yaml"; }

  MemoryFileSystem disk_;
  FakeRunner runner_;
  Env env_{.disk = disk_, .runner = runner_, .variables = {}};
  Layer layer_;
};

TEST_F(LockFileTest, BringsBackWhatWasKept) {
  ASSERT_TRUE(disk_.write("one/.terraform.lock.hcl", kHcl));
  ASSERT_TRUE(keep_lock(env_, layer_, "one"));
  EXPECT_EQ(disk_.kind("app/opta.lock"), FileKind::kFile);
  ASSERT_TRUE(restore_lock(env_, layer_, "two"));
  EXPECT_EQ(disk_.read("two/.terraform.lock.hcl", 1000).value_or(""), kHcl);
}

TEST_F(LockFileTest, KeepsWhatElseStandsInIt) {
  ASSERT_TRUE(disk_.write("app/opta.lock", R"({"charts": {"linkerd": "1"}})"));
  ASSERT_TRUE(disk_.write("one/.terraform.lock.hcl", kHcl));
  ASSERT_TRUE(keep_lock(env_, layer_, "one"));
  EXPECT_NE(disk_.read("app/opta.lock", 1000).value_or("").find("linkerd"), std::string::npos);
}

TEST_F(LockFileTest, RefusesOneThatIsNotItsOwn) {
  ASSERT_TRUE(disk_.write("app/opta.lock", "<<<<<<< HEAD"));
  EXPECT_FALSE(restore_lock(env_, layer_, "two"));
}

TEST_F(LockFileTest, IsNotNeeded) {
  ASSERT_TRUE(restore_lock(env_, layer_, "two"));
  EXPECT_EQ(disk_.kind("two/.terraform.lock.hcl"), FileKind::kMissing);
}

TEST_F(LockFileTest, NamesTheProvidersOfARoot) {
  ASSERT_TRUE(disk_.write("one/.terraform.lock.hcl",
                          "# made by init\n\n"
                          "provider \"registry.terraform.io/hashicorp/aws\" {\n"
                          "  version     = \"6.1.0\"\n  hashes = []\n}\n"
                          "provider \"registry.opentofu.org/hashicorp/tls\" {\n"
                          "  version = \"4.0.6\"\n}\n"));
  const std::vector<LockedProvider> providers = locked_providers(env_, "one");
  ASSERT_EQ(providers.size(), 2u);
  EXPECT_EQ(providers[0].name, "hashicorp/aws");
  EXPECT_EQ(providers[0].version, "6.1.0");
  EXPECT_EQ(providers[1].name, "hashicorp/tls");
  EXPECT_TRUE(locked_providers(env_, "none").empty());
}

}  // namespace
}  // namespace opta
