#include <gtest/gtest.h>

#include "exec/helm/dependency.h"
#include "exec/helm/forget.h"
#include "exec/helm/history.h"
#include "exec/helm/lint.h"
#include "exec/helm/pull.h"
#include "exec/helm/rollback.h"
#include "exec/helm/template.h"
#include "exec/helm/uninstall.h"
#include "exec/helm/upgrade.h"
#include "exec/helm/version.h"

namespace opta::helm {
namespace {

using Words = std::vector<std::string>;
using namespace std::chrono_literals;

TEST(HelmTemplateArguments, Default) {
  EXPECT_EQ(template_arguments({.release = "r", .release_namespace = "n", .chart = "/c"}),
            (Words{"template", "r", "/c", "--namespace=n", "--skip-tests"}));
}

TEST(HelmTemplateArguments, Everything) {
  EXPECT_EQ(template_arguments({.release = "r",
                                .release_namespace = "n",
                                .chart = "/c",
                                .values_files = {"/a b.yaml", "/x,\"y\".yaml"},
                                .kube_version = "1.33",
                                .api_versions = {"policy/v1", "a/v1"},
                                .include_crds = true}),
            (Words{"template", "r", "/c", "--namespace=n", "--skip-tests", "--values=/a b.yaml",
                   R"(--values="/x,""y"".yaml")", "--kube-version=1.33", "--api-versions=policy/v1",
                   "--api-versions=a/v1", "--include-crds"}));
}

TEST(HelmUpgradeArguments, EachMajorVersionHasItsWords) {
  const UpgradeOptions options{
      .release = "r", .release_namespace = "n", .chart = "/c", .values_files = {"/v"}};
  EXPECT_EQ(upgrade_arguments(options, 3),
            (Words{"upgrade", "--install", "r", "/c", "--namespace=n", "--timeout=300s",
                   "--history-max=10", "--reset-values", "--values=/v", "--wait", "--atomic"}));
  EXPECT_EQ(upgrade_arguments(options, 4),
            (Words{"upgrade", "--install", "r", "/c", "--namespace=n", "--timeout=300s",
                   "--history-max=10", "--reset-values", "--values=/v", "--wait",
                   "--rollback-on-failure", "--server-side=false"}));
}

TEST(HelmUpgradeArguments, WaitingAndCleaningUpAreChoices) {
  EXPECT_EQ(upgrade_arguments({.release = "r",
                               .release_namespace = "n",
                               .chart = "/c",
                               .history_max = 0,
                               .undo_on_failure = false,
                               .clean_up_on_failure = true,
                               .wait = false,
                               .wait_for_jobs = true},
                              3),
            (Words{"upgrade", "--install", "r", "/c", "--namespace=n", "--timeout=300s",
                   "--history-max=0", "--reset-values", "--wait-for-jobs", "--cleanup-on-fail"}));
}

TEST(HelmDependencyArguments, NameTheFolder) {
  EXPECT_EQ(dependency_arguments({.chart = "/c"}), (Words{"dependency", "update", "/c"}));
}

TEST(HelmUpgradeArguments, DefinitionsAreNeverTakenBack) {
  EXPECT_EQ(
      upgrade_arguments({.release = "r",
                         .release_namespace = "n",
                         .chart = "/c",
                         .timeout = 20s,
                         .history_max = 3,
                         .undo_on_failure = false,
                         .description = "by ann",
                         .skip_crds = true},
                        3),
      (Words{"upgrade", "--install", "r", "/c", "--namespace=n", "--timeout=20s", "--history-max=3",
             "--reset-values", "--wait", "--description=by ann", "--skip-crds"}));
}

TEST(HelmUninstallArguments, WaitUntilAllIsGone) {
  EXPECT_EQ(
      uninstall_arguments({.release = "r", .release_namespace = "n"}),
      (Words{"uninstall", "r", "--namespace=n", "--timeout=300s", "--wait", "--ignore-not-found"}));
}

TEST(HelmRollbackArguments, ToARevisionOrTheOneBefore) {
  EXPECT_EQ(rollback_arguments({.release = "r", .release_namespace = "n", .revision = 4}),
            (Words{"rollback", "r", "4", "--namespace=n", "--timeout=300s", "--wait"}));
  EXPECT_EQ(rollback_arguments({.release = "r", .release_namespace = "n"}),
            (Words{"rollback", "r", "--namespace=n", "--timeout=300s", "--wait"}));
}

TEST(HelmReadingArguments, NameTheReleaseAndItsNamespace) {
  EXPECT_EQ(history_arguments({"r", "n"}),
            (Words{"history", "r", "--namespace=n", "--output=json"}));
}

TEST(HelmPullArguments, AnIndexedRepositoryAndARegistry) {
  EXPECT_EQ(
      pull_arguments(
          {.chart = "c", .repository = "https://h/charts", .version = "1.2.3", .folder = "/f"}),
      (Words{"pull", "c", "--repo=https://h/charts", "--version=1.2.3", "--destination=/f"}));
  EXPECT_EQ(
      pull_arguments(
          {.chart = "c", .repository = "oci://h/charts/", .version = "1.2.3", .folder = "/f"}),
      (Words{"pull", "oci://h/charts/c", "--version=1.2.3", "--destination=/f"}));
}

TEST(HelmLintArguments, StrictUnlessToldOtherwise) {
  EXPECT_EQ(lint_arguments({.chart = "/c", .values_files = {"/v"}, .kube_version = "1.33"}),
            (Words{"lint", "/c", "--quiet", "--strict", "--values=/v", "--kube-version=1.33"}));
  EXPECT_EQ(lint_arguments({.chart = "/c", .strict = false}), (Words{"lint", "/c", "--quiet"}));
}

TEST(HelmVersion, IsReadFromEveryForm) {
  EXPECT_EQ(decode_version("v3.17.2\n"), (Version{3, 17, 2}));
  EXPECT_EQ(decode_version("v4.1.4+g05fa379"), (Version{4, 1, 4}));
  EXPECT_FALSE(decode_version("helm: command not found"));
}

TEST(HelmEnvironment, IsOursAlone) {
  const Environment environment = helm_environment({{"PATH", "/bin"},
                                                    {"HELM_NAMESPACE", "other"},
                                                    {"HELM_DRIVER", "sql"},
                                                    {"HELM_REGISTRY_CONFIG", "/home/me/login"}},
                                                   "/cache");
  EXPECT_EQ(environment, (Environment{{"PATH", "/bin"},
                                      {"HELM_REGISTRY_CONFIG", "/home/me/login"},
                                      {"HELM_CACHE_HOME", "/cache/helm/cache"},
                                      {"HELM_CONFIG_HOME", "/cache/helm/config"},
                                      {"HELM_DATA_HOME", "/cache/helm/data"}}));
}

TEST(HelmForget, TakesNothingButHelmsOwnRecords) {
  EXPECT_EQ(forget_arguments(
                {.release = "shop-app", .release_namespace = "shop", .only_superseded = true}),
            (Words{"delete", "secrets", "--selector=owner=helm,name=shop-app,status=superseded",
                   "--field-selector=type=helm.sh/release.v1", "--ignore-not-found",
                   "--namespace=shop"}));
  EXPECT_EQ(forget_arguments({.release = "shop-app", .release_namespace = "shop"})[2],
            "--selector=owner=helm,name=shop-app");
}

}  // namespace
}  // namespace opta::helm
