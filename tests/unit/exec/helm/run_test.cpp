// The run functions, against prepared answers.
#include <gtest/gtest.h>

#include <filesystem>

#include "base/memory_file_system.h"
#include "exec/fake_runner.h"
#include "exec/helm/history.h"
#include "exec/helm/lint.h"
#include "exec/helm/template.h"
#include "exec/helm/upgrade.h"
#include "exec/helm/values_file.h"
#include "exec/helm/version.h"

namespace opta::helm {
namespace {

class HelmRun : public testing::Test {
 protected:
  FakeRunner runner_;
  Context context_{runner_, "/opt/helm", 3, {{"PATH", "/bin"}}, "/k/config", "prod"};
};

TEST_F(HelmRun, AClusterCommandNamesItsCluster) {
  runner_.on({"history"}, {.out = "[]"});
  EXPECT_TRUE(history(context_, {"r", "n"})->ok());
  EXPECT_EQ(runner_.lines()[0],
            "/opt/helm history r --namespace=n --output=json --kubeconfig=/k/config "
            "--kube-context=prod");
  EXPECT_EQ(runner_.commands()[0].environment, context_.environment);
}

TEST_F(HelmRun, RenderingAsksNoCluster) {
  runner_.on({"template"}, {.out = "---\nkind: A\n"});
  const auto answer =
      render(context_, {.release = "r", .release_namespace = "n", .chart = "/chart"});
  EXPECT_EQ(answer->text, "---\nkind: A\n");
  EXPECT_EQ(runner_.lines()[0], "/opt/helm template r /chart --namespace=n --skip-tests");
}

TEST_F(HelmRun, HalfARenderingIsNone) {
  runner_.on({"template"}, {.truncated = true, .out = "---\nkind: A\n"});
  EXPECT_FALSE(render(context_, {.release = "r", .release_namespace = "n", .chart = "/chart"}));
}

TEST_F(HelmRun, HistoryKnowsWhereToGoBackTo) {
  runner_.on({"history"}, {.out = R"([{"revision":1,"status":"superseded"},
    {"revision":2,"status":"deployed","chart":"a-1","description":"Upgrade complete"},
    {"revision":3,"status":"failed"},{"revision":4,"status":"pending-upgrade"}])"});
  const Result<History> answer = history(context_, {"r", "n"});
  ASSERT_EQ(answer->revisions.size(), 4U);
  EXPECT_TRUE(answer->revisions[3].is_pending());
  EXPECT_EQ(answer->revisions[1].description, "Upgrade complete");
  EXPECT_EQ(last_good_revision(answer->revisions), 2);
  EXPECT_EQ(last_good_revision({{.number = 1, .status = "pending-install"}}), 0);
}

TEST_F(HelmRun, AReleaseThatIsNotThereHasNoHistory) {
  runner_.on({"history"}, {.exit_code = 1, .err = "Error: release: not found\n"});
  const Result<History> answer = history(context_, {"r", "n"});
  EXPECT_TRUE(answer->ok());
  EXPECT_TRUE(answer->revisions.empty());
}

TEST_F(HelmRun, LintTellsWhatItFound) {
  runner_.on({"lint"}, {.exit_code = 1,
                        .out = "==> Linting c\n[WARNING] templates/: no templates\n",
                        .err = "Error: 1 chart(s) linted, 1 chart(s) failed\n"});
  const Result<ClusterOutcome> answer = lint(context_, {.chart = "/c"});
  EXPECT_EQ(answer->failure->message, "==> Linting c\n[WARNING] templates/: no templates");
}

TEST_F(HelmRun, AnUpgradeThatWasUndoneSaysSo) {
  runner_.on({"upgrade"},
             {.exit_code = 1,
              .err = "W0101 warning\nError: UPGRADE FAILED: release r failed, and has been rolled "
                     "back due to atomic being set: context deadline exceeded\n"});
  const auto answer = upgrade(context_, {.release = "r", .release_namespace = "n", .chart = "/c"});
  ASSERT_FALSE(answer->ok());
  EXPECT_EQ(answer->failure->kind, ClusterFailureKind::kTimedOut);
  EXPECT_TRUE(answer->failure->undone);
  EXPECT_TRUE(answer->failure->message.starts_with("UPGRADE FAILED: release r failed"));
}

TEST_F(HelmRun, AHelmWithoutAVersionOrOfTheFutureIsRefused) {
  runner_.on({"version"}, {.out = "v4.1.4"}, 1)
      .on({"version"}, {.out = "v2.17.0"}, 1)
      .on({"version"}, {.out = "hello"});
  EXPECT_EQ(version(runner_, "helm", {})->major, 4);
  EXPECT_FALSE(version(runner_, "helm", {}));
  EXPECT_FALSE(version(runner_, "helm", {}));
}

TEST(HelmValuesFile, LivesAsLongAsItsObject) {
  MemoryFileSystem files;
  {
    const Result<ValuesFile> file = ValuesFile::write(files, "/run", "hello", "password: x\n");
    ASSERT_TRUE(file);
    EXPECT_EQ(file->path(), "/run/hello.values.yaml");
    EXPECT_EQ(files.read(file->path(), 100).value(), "password: x\n");
  }
  EXPECT_EQ(files.kind("/run/hello.values.yaml"), FileKind::kMissing);
}

TEST(HelmValuesFile, IsReadableByItsOwnerAlone) {
  RealFileSystem files;
  const std::string folder = testing::TempDir() + "opta_values_file";
  const Result<ValuesFile> file = ValuesFile::write(files, folder, "hello", "a: 1\n");
  ASSERT_TRUE(file);
  EXPECT_EQ(std::filesystem::status(file->path()).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

}  // namespace
}  // namespace opta::helm
