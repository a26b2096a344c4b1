#include "app/release_undo.h"

#include <gtest/gtest.h>

#include "exec/fake_runner.h"

namespace opta {
namespace {

constexpr const char* kReady = R"({"items": [{"kind": "StatefulSet",
  "metadata": {"name": "db", "uid": "1", "generation": 1,
               "annotations": {"meta.helm.sh/release-name": "app",
                               "meta.helm.sh/release-namespace": "shop"}},
  "spec": {"replicas": 0}, "status": {"observedGeneration": 1}}]})";

class Undo : public testing::Test {
 protected:
  ReleaseUndo undo(const char* history, std::vector<std::string> stuck_pods = {}) {
    runner_.on({"history"}, {.out = history})
        .on({"rollback"}, {})
        .on({"uninstall"}, {})
        .on({"delete"}, {})
        .on({"get"}, {.out = kReady});
    return undo_release({.cluster = cluster_,
                         .helm = helm_,
                         .release = "app",
                         .release_namespace = "shop",
                         .stuck_pods = std::move(stuck_pods)});
  }
  bool ran(const std::string& words) const {
    for (const std::string& line : runner_.lines()) {
      if (line.contains(words)) return true;
    }
    return false;
  }

  FakeRunner runner_;
  kubectl::Context cluster_{runner_, "kubectl", {}};
  helm::Context helm_{.runner = runner_, .program = "helm", .environment = {}};
};

TEST_F(Undo, GoesBackToTheNewestGoodRevision) {
  const ReleaseUndo undone = undo(R"([{"revision": 1, "status": "superseded"},
    {"revision": 2, "status": "deployed"}, {"revision": 3, "status": "failed"}])",
                                  {"db-0"});
  EXPECT_EQ(undone.revision, 2);
  EXPECT_TRUE(undone.was_needed);
  EXPECT_EQ(undone.failure, "");
  ASSERT_EQ(undone.serving.size(), 1U);
  EXPECT_EQ(undone.serving[0].workload(), "StatefulSet db");
  EXPECT_TRUE(ran("helm rollback app 2 --namespace=shop --timeout=300s"));
  EXPECT_FALSE(ran("--timeout=300s --wait"));  // Helm would wait for the stuck pod
  EXPECT_TRUE(ran("kubectl delete pod db-0"));
}

TEST_F(Undo, TakesAFirstOneAway) {
  const ReleaseUndo undone = undo(R"([{"revision": 1, "status": "failed"}])");
  EXPECT_EQ(undone.revision, 0);
  EXPECT_TRUE(undone.was_needed);
  EXPECT_TRUE(ran("helm uninstall app"));
  EXPECT_FALSE(ran("rollback"));
}

TEST_F(Undo, LeavesAloneWhatHelmDidNotTouch) {
  const ReleaseUndo undone = undo(R"([{"revision": 1, "status": "deployed"}])");
  EXPECT_EQ(undone.revision, 1);
  EXPECT_FALSE(undone.was_needed);
  EXPECT_FALSE(ran("rollback"));
  EXPECT_FALSE(undo("[]").was_needed);
}

TEST_F(Undo, SaysWhyItCouldNot) {
  runner_.on({"rollback"}, {.exit_code = 1, .err = "Error: Kubernetes cluster unreachable"});
  const ReleaseUndo undone = undo(R"([{"revision": 1, "status": "deployed"},
    {"revision": 2, "status": "failed"}])",
                                  {"db-0"});
  EXPECT_TRUE(undone.failure.contains("unreachable")) << undone.failure;
  EXPECT_FALSE(ran("delete"));
}

}  // namespace
}  // namespace opta
