#include "app/sandbox_cluster.h"

#include <gtest/gtest.h>

#include <cerrno>
#include <filesystem>

#include <fmt/format.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory_file_system.h"
#include "exec/fake_runner.h"
#include "exec/spawn.h"

namespace opta {
namespace {

constexpr const char* kConfig = "clusters:\n- cluster:\n    server: https://127.0.0.1:6443\n";

class SandboxClusterTest : public testing::Test {
 protected:
  void SetUp() override {
    std::filesystem::remove_all(base_);
    ASSERT_TRUE(disk_.make_folders(cluster_));
    const char* path = ::getenv("PATH");
    env_.variables = {{"OPTA_SANDBOX_DIR", base_},
                      {"PATH", path != nullptr ? path : "/usr/bin:/bin"}};
    env_.err = [this](std::string_view text) { said_ += text; };
  }
  void TearDown() override {
    for (const pid_t pid : started_) {
      ::kill(pid, SIGKILL);
      ::waitpid(pid, nullptr, 0);
    }
    std::filesystem::remove_all(base_);
  }

  // A process that works in `folder`, as a line of `pids`.
  std::string part(const std::string& name, const std::string& folder) {
    const auto pid =
        spawn({.argv = {"sleep", "600"}, .environment = env_.variables, .folder = folder});
    EXPECT_TRUE(pid);
    started_.push_back(*pid);
    return fmt::format("{} {} {}\n", *pid, identify(*pid)->start_time, name);
  }
  std::string all_parts() {
    std::string lines;
    for (const char* name : {"etcd", "kube-apiserver", "kube-controller-manager", "fakelet"})
      lines += part(name, cluster_);
    return lines;
  }
  std::optional<SandboxCluster> find_with(const std::string& pids) {
    EXPECT_TRUE(disk_.write(cluster_ + "/pids", pids));
    EXPECT_TRUE(disk_.write(cluster_ + "/kubeconfig", kConfig));
    return find_cluster(env_);
  }
  // A library whose scripts do what the test says.
  MemoryFileSystem library(const std::string& up, const std::string& down) const {
    MemoryFileSystem library;
    EXPECT_TRUE(library.write("sandbox/cluster/up.sh", up));
    EXPECT_TRUE(library.write("sandbox/cluster/down.sh", down));
    return library;
  }
  bool exists(const std::string& path) const { return disk_.kind(path) != FileKind::kMissing; }

  std::string base_ = testing::TempDir() + "opta_cluster_" +
                      testing::UnitTest::GetInstance()->current_test_info()->name();
  std::string cluster_ = base_ + "/opta-sandbox/cluster";
  RealFileSystem disk_;
  RealRunner runner_{std::chrono::milliseconds(5000)};
  Env env_{.disk = disk_, .runner = runner_, .variables = {}};
  std::string said_;
  std::vector<pid_t> started_;
};

TEST_F(SandboxClusterTest, IsNotThereBeforeItsFirstStart) {
  EXPECT_FALSE(find_cluster(env_));
}

TEST_F(SandboxClusterTest, RunsWhenAllItsPartsDo) {
  const auto cluster = find_with(all_parts());
  ASSERT_TRUE(cluster);
  EXPECT_TRUE(cluster->runs());
  EXPECT_FALSE(cluster->is_the_users());
  EXPECT_EQ(cluster->server, "https://127.0.0.1:6443");
  EXPECT_EQ(cluster->kubeconfig, cluster_ + "/kubeconfig");
}

TEST_F(SandboxClusterTest, IsBrokenWithoutOneOfThem) {
  const auto cluster = find_with(part("etcd", cluster_) + part("fakelet", cluster_));
  ASSERT_TRUE(cluster);
  EXPECT_FALSE(cluster->runs());
  EXPECT_THAT(cluster->dead(), testing::ElementsAre("kube-apiserver", "kube-controller-manager"));
}

TEST_F(SandboxClusterTest, TakesTheLastOfSeveralTries) {
  const auto cluster = find_with("1 1 kube-apiserver\n" + all_parts());
  ASSERT_TRUE(cluster);
  EXPECT_TRUE(cluster->runs());
}

TEST_F(SandboxClusterTest, DoesNotTakeAStrangerForAPart) {
  std::string parts = all_parts();
  // A pid that was given away again has another start time.
  const ProcessIdentity self = *identify(::getpid());
  auto cluster = find_with(parts + fmt::format("{} {} etcd\n", self.pid, self.start_time + 1));
  ASSERT_TRUE(cluster);
  EXPECT_THAT(cluster->dead(), testing::ElementsAre("etcd"));
  // After the machine's restart the start time may fit by chance; the folder does not.
  cluster = find_with(parts + part("etcd", base_));
  ASSERT_TRUE(cluster);
  EXPECT_THAT(cluster->dead(), testing::ElementsAre("etcd"));
}

TEST_F(SandboxClusterTest, IsTheUsersWhereTheyNamedOne) {
  ASSERT_TRUE(
      disk_.write(base_ + "/opta-sandbox/cluster.json", R"({"kubeconfig":"/home/me/kind"})"));
  const auto cluster = find_cluster(env_);
  ASSERT_TRUE(cluster);
  EXPECT_TRUE(cluster->is_the_users());
  EXPECT_EQ(cluster->kubeconfig, "/home/me/kind");
}

TEST_F(SandboxClusterTest, AFailedStartSaysWhyAndLeavesNothing) {
  const auto started = start_cluster(
      env_, library("echo 'cluster: not found: node' >&2; touch $2/half; exit 1\n", "exit 0\n"));
  ASSERT_FALSE(started);
  EXPECT_NE(started.error().os_error, EINTR);
  EXPECT_THAT(said_, testing::HasSubstr("not found: node"));
  EXPECT_FALSE(exists(cluster_));
  EXPECT_FALSE(exists(base_ + "/opta-sandbox/control-plane"));
}

TEST_F(SandboxClusterTest, CtrlCEndsTheStartAndAllThatItStarted) {
  // Bash lets its background ignore SIGINT: what an orderly end alone would leave behind.
  const std::string child = base_ + "/child";
  const std::string up =
      fmt::format("sleep 600 & echo $! >{0}.part; mv {0}.part {0}; wait\n", child);
  env_.interrupt_count = [this, child] { return exists(child) ? 1 : 0; };
  const auto started = start_cluster(env_, library(up, "touch " + base_ + "/ended\n"));
  ASSERT_FALSE(started);
  EXPECT_EQ(started.error().os_error, EINTR);
  const pid_t pid = std::stoi(disk_.read(child, 100).value_or("0"));
  ASSERT_GT(pid, 0);
  const auto left = identify(pid);
  for (int tries = 0; left && is_alive(*left) && tries < 200; ++tries) ::usleep(10'000);
  EXPECT_FALSE(left && is_alive(*left));
  EXPECT_TRUE(exists(base_ + "/ended"));
  EXPECT_FALSE(exists(cluster_));
}

TEST_F(SandboxClusterTest, ASecondStartLeavesTheScriptsOfTheFirst) {
  ASSERT_TRUE(find_with(all_parts()));
  const std::string scripts = base_ + "/opta-sandbox/control-plane";
  ASSERT_TRUE(disk_.write(scripts + "/up.sh", "exit 0\n"));
  const auto started = start_cluster(env_, library("exit 1\n", "exit 1\n"));
  ASSERT_TRUE(started);
  EXPECT_TRUE(started->runs());
}

TEST_F(SandboxClusterTest, ALivingClusterThatDoesNotAnswerIsLeftAlone) {
  ASSERT_TRUE(find_with(all_parts()));
  ASSERT_TRUE(disk_.write(base_ + "/opta-sandbox/control-plane/up.sh", "exit 1\n"));
  const auto started = start_cluster(env_, library("exit 1\n", "exit 1\n"));
  ASSERT_FALSE(started);
  EXPECT_THAT(started.error().help, testing::HasSubstr("opta sandbox down"));
  EXPECT_TRUE(find_cluster(env_)->runs());
}

TEST_F(SandboxClusterTest, AClusterOfTheUsersHasToAnswer) {
  FakeRunner runner;
  Env env{.disk = disk_, .runner = runner, .variables = env_.variables};
  const std::string kubectl = base_ + "/bin/kubectl";
  ASSERT_TRUE(disk_.write(kubectl, "", 0755));
  env.variables["PATH"] = base_ + "/bin";
  ASSERT_TRUE(disk_.write(base_ + "/kind", kConfig));

  runner.on({"--raw=/readyz"}, {.exit_code = 1, .err = "connection refused"}, 1)
      .on({"--raw=/readyz"}, {.out = "ok"});
  const auto dumb = use_cluster(env, base_ + "/kind");
  ASSERT_FALSE(dumb);
  EXPECT_THAT(dumb.error().help, testing::HasSubstr("connection refused"));
  EXPECT_FALSE(find_cluster(env));

  ASSERT_TRUE(use_cluster(env, base_ + "/kind"));
  ASSERT_TRUE(find_cluster(env));
  EXPECT_EQ(find_cluster(env)->kubeconfig, base_ + "/kind");

  const auto ended = stop_cluster(env);
  ASSERT_TRUE(ended);
  EXPECT_TRUE(*ended);
  EXPECT_FALSE(find_cluster(env));
  EXPECT_TRUE(exists(base_ + "/kind")) << "the user's file stays";
}

}  // namespace
}  // namespace opta
