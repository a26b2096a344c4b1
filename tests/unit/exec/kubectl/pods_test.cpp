#include "exec/kubectl/pods.h"

#include <gtest/gtest.h>

#include "exec/fake_runner.h"
#include "exec/kubectl/create.h"
#include "exec/kubectl/exec.h"
#include "exec/kubectl/patch.h"
#include "exec/kubectl/port_forward.h"
#include "exec/kubectl/rollout_restart.h"

namespace opta::kubectl {
namespace {

using Words = std::vector<std::string>;

constexpr const char* kPods = R"({"kind":"List","items":[
  {"metadata":{"name":"new","uid":"u2","creationTimestamp":"2026-11-02T00:00:00Z",
    "labels":{"app.kubernetes.io/component":"server"},"deletionTimestamp":"x"},
   "spec":{"containers":[{"name":"a"}]},
   "status":{"conditions":[{"type":"PodScheduled","status":"False","reason":"Unschedulable"}]}},
  {"metadata":{"name":"old","creationTimestamp":"2026-11-01T00:00:00Z",
    "annotations":{"kubectl.kubernetes.io/default-container":"b"}},
   "spec":{"initContainers":[{"name":"i"}],"containers":[{"name":"a"},{"name":"b"}]},
   "status":{"conditions":[{"type":"Ready","status":"True"}],
    "initContainerStatuses":[{"name":"i","restartCount":0,"state":{"terminated":{"reason":"Completed"}}}],
    "containerStatuses":[
     {"name":"b","restartCount":3,"state":{"waiting":{"reason":"CrashLoopBackOff"}}},
     {"name":"a","restartCount":0,"state":{"running":{}}}]}}]})";

TEST(KubectlPods, AsTheServerTellsOfThem) {
  const auto pods = decode_pods(kPods);
  ASSERT_TRUE(pods);
  ASSERT_EQ(pods->size(), 2u);
  const Pod& old = pods->front();
  EXPECT_EQ(old.name, "old");
  EXPECT_TRUE(old.is_ready);
  EXPECT_EQ(old.main_container, "b");
  ASSERT_EQ(old.containers.size(), 3u);
  EXPECT_TRUE(old.containers[0].is_init && old.containers[0].has_started);
  EXPECT_TRUE(old.find_container("a")->is_running);
  EXPECT_EQ(old.find_container("b")->restarts, 3u);
  EXPECT_EQ(old.find_container("b")->reason, "CrashLoopBackOff");
  EXPECT_TRUE(old.find_container("b")->has_started);
  const Pod& fresh = pods->back();
  EXPECT_TRUE(fresh.is_leaving);
  EXPECT_EQ(fresh.component, "server");
  EXPECT_EQ(fresh.reason, "Unschedulable");
  EXPECT_FALSE(fresh.find_container("a")->has_started);
  EXPECT_EQ(fresh.main_container, "a");
  EXPECT_FALSE(decode_pods("[]"));
}

TEST(KubectlArguments, OfDailyWork) {
  EXPECT_EQ(patch_arguments({.type = "secret", .name = "s", .object_namespace = "n"}),
            (Words{"patch", "secret", "s", "--type=merge", "--patch-file=/dev/stdin",
                   "--output=name", "--request-timeout=30s", "--namespace=n"}));
  EXPECT_EQ(create_arguments(),
            (Words{"create", "--filename=-", "--output=name", "--request-timeout=30s"}));
  EXPECT_EQ(rollout_restart_arguments({.type = "deployment", .name = "d", .object_namespace = "n"}),
            (Words{"rollout", "restart", "deployment/d", "--namespace=n"}));
  EXPECT_EQ(port_forward_arguments({.pod = "p", .object_namespace = "n", .local = 1, .remote = 2}),
            (Words{"port-forward", "pod/p", "1:2", "--address=127.0.0.1", "--namespace=n"}));
}

TEST(KubectlRolloutRestart, WaitsOutTheSecondOfAnEarlierOne) {
  FakeRunner runner;
  runner.on({"rollout", "restart"},
            {.exit_code = 1,
             .err = "error: failed to create patch for d: if restart has already been triggered "
                    "within the past second, please wait before attempting to trigger another\n"},
            1);
  runner.on({"rollout", "restart"}, {});
  const Context context{runner, "/opt/kubectl", {}};
  const auto begun = rollout_restart(context, {.type = "deployment", .name = "d"});
  ASSERT_TRUE(begun);
  EXPECT_TRUE(begun->ok());
  EXPECT_EQ(runner.commands().size(), 2u);
}

TEST(KubectlRolloutRestart, TriesNothingElseAgain) {
  FakeRunner runner;
  runner.on({"rollout", "restart"}, {.exit_code = 1, .err = "Error from server (NotFound): x\n"});
  const Context context{runner, "/opt/kubectl", {}};
  const auto begun = rollout_restart(context, {.type = "deployment", .name = "d"});
  ASSERT_TRUE(begun);
  EXPECT_FALSE(begun->ok());
  EXPECT_EQ(runner.commands().size(), 1u);
}

TEST(KubectlArguments, WhatRunsInAContainerStandsBehindAllOfOurs) {
  FakeRunner runner;
  const Context context{runner, "/opt/kubectl", {{"PATH", "/bin"}}, "/k/config"};
  const Command command = exec_command(context, {.pod = "p",
                                                 .container = "c",
                                                 .object_namespace = "n",
                                                 .terminal = true,
                                                 .command = {"ls", "--kubeconfig=x"}});
  EXPECT_EQ(command.argv,
            (Words{"/opt/kubectl", "exec", "p", "--container=c", "--stdin", "--tty",
                   "--namespace=n", "--kubeconfig=/k/config", "--", "ls", "--kubeconfig=x"}));
  EXPECT_EQ(command.environment, context.environment);
}

}  // namespace
}  // namespace opta::kubectl
