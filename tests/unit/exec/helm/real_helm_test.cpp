// The real Helm, without a cluster. Runs with `helm` on PATH and with the one that
// OPTA_TEST_OTHER_HELM names, another major version.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "base/file_system.h"
#include "exec/helm/history.h"
#include "exec/helm/lint.h"
#include "exec/helm/pull.h"
#include "exec/helm/rollback.h"
#include "exec/helm/template.h"
#include "exec/helm/uninstall.h"
#include "exec/helm/upgrade.h"
#include "exec/helm/values_file.h"
#include "exec/helm/version.h"
#include "exec/tools.h"

namespace opta::helm {
namespace {

namespace fs = std::filesystem;

constexpr const char* kTemplate =
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: {{ .Release.Name }}}\n"
    "data: {colour: {{ .Values.colour }}, kube: {{ .Capabilities.KubeVersion.Minor | quote }}}\n";
constexpr const char* kSchema =
    R"({"type":"object","properties":{"colour":{"type":"string"}},"additionalProperties":true})";
// Nothing listens on port 1.
constexpr const char* kKubeconfig =
    R"({"apiVersion":"v1","kind":"Config","current-context":"a",
"clusters":[{"name":"a","cluster":{"server":"http://127.0.0.1:1"}}],
"contexts":[{"name":"a","context":{"cluster":"a","user":"a"}}],"users":[{"name":"a","user":{}}]})";

std::string text_of_variable(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? "" : value;
}

class WithRealHelm : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    fs::remove_all(folder_);
    Environment user = {{"PATH", text_of_variable("PATH")}, {"HOME", folder_}};
    const std::string other = text_of_variable("OPTA_TEST_OTHER_HELM");
    if (std::string_view(GetParam()) == "other") {
      ASSERT_NE(other, "") << "OPTA_TEST_OTHER_HELM is not set; source tools/setup's env.sh";
      context_.program = other;
    } else {
      const Result<std::string> program = find_tool(Tool::kHelm, user);
      ASSERT_TRUE(program) << program.error().message;
      context_.program = *program;
    }
    context_.environment = helm_environment(user, folder_ + "/cache");
    const Result<Version> found = version(runner_, context_.program, context_.environment);
    ASSERT_TRUE(found) << found.error().message;
    context_.major_version = found->major;
    write("chart/Chart.yaml", "apiVersion: v2\nname: hello\nversion: 1.0.0\nicon: https://h/i\n");
    write("chart/values.yaml", "colour: red\n");
    write("chart/values.schema.json", kSchema);
    write("chart/templates/map.yaml", kTemplate);
    write("kubeconfig", kKubeconfig);
    context_.kubeconfig = folder_ + "/kubeconfig";
  }
  void TearDown() override { fs::remove_all(folder_); }

  void write(const std::string& path, std::string_view text) {
    ASSERT_TRUE(files_.write(folder_ + "/" + path, text));
  }

  std::string folder_ = testing::TempDir() + "opta_real_helm_" + GetParam();
  RealFileSystem files_;
  RealRunner runner_;
  Context context_{runner_, "", 3, {}};
};

TEST_P(WithRealHelm, RendersTheValuesOfAFile) {
  const Result<ValuesFile> values =
      ValuesFile::write(files_, folder_ + "/a, b", "hello", "colour: blue\n");
  ASSERT_TRUE(values);
  const auto answer = render(context_, {.release = "r",
                                        .release_namespace = "n",
                                        .chart = folder_ + "/chart",
                                        .values_files = {values->path()},
                                        .kube_version = "1.33",
                                        .api_versions = {"a/v1", "b/v1/C"},
                                        .include_crds = true});
  ASSERT_TRUE(answer);
  ASSERT_TRUE(answer->ok()) << answer->failure->message;
  EXPECT_EQ(answer->text,
            "---\n# Source: hello/templates/map.yaml\napiVersion: v1\nkind: ConfigMap\n"
            "metadata: {name: r}\ndata: {colour: blue, kube: \"33\"}\n");
}

TEST_P(WithRealHelm, ValuesThatTheSchemaRefuses) {
  const Result<ValuesFile> values = ValuesFile::write(files_, folder_, "hello", "colour: 3\n");
  ASSERT_TRUE(values);
  const auto rendered = render(context_, {.release = "r",
                                          .release_namespace = "n",
                                          .chart = folder_ + "/chart",
                                          .values_files = {values->path()}});
  ASSERT_FALSE(rendered->ok());
  EXPECT_EQ(rendered->failure->kind, ClusterFailureKind::kInvalidValues);
  EXPECT_NE(rendered->failure->message.find("colour"), std::string::npos);
  const auto linted =
      lint(context_, {.chart = folder_ + "/chart", .values_files = {values->path()}});
  ASSERT_FALSE(linted->ok());
  EXPECT_NE(linted->failure->message.find("colour"), std::string::npos);
}

TEST_P(WithRealHelm, TakesAGoodChart) {
  const auto answer = lint(context_, {.chart = folder_ + "/chart", .kube_version = "1.33"});
  EXPECT_TRUE(answer->ok()) << answer->failure->message;
}

// Every flag is known to it, or the failure would be another.
TEST_P(WithRealHelm, NobodyAnswers) {
  const std::string chart = folder_ + "/chart";
  const auto kind = [](const std::optional<ClusterFailure>& failure) {
    return failure ? std::string(to_string(failure->kind)) : "none";
  };
  EXPECT_EQ(
      kind(upgrade(context_, {.release = "r", .release_namespace = "n", .chart = chart})->failure),
      "not_reachable");
  EXPECT_EQ(kind(upgrade(context_, {.release = "r",
                                    .release_namespace = "n",
                                    .chart = chart,
                                    .undo_on_failure = false,
                                    .skip_crds = true})
                     ->failure),
            "not_reachable");
  EXPECT_EQ(kind(history(context_, {"r", "n"})->failure), "not_reachable");
  EXPECT_EQ(kind(uninstall(context_, {.release = "r", .release_namespace = "n"})->failure),
            "not_reachable");
  EXPECT_EQ(
      kind(rollback(context_, {.release = "r", .release_namespace = "n", .revision = 1})->failure),
      "not_reachable");
  EXPECT_EQ(kind(pull(context_, {.chart = "c",
                                 .repository = "http://127.0.0.1:1",
                                 .version = "1.0.0",
                                 .folder = folder_})
                     ->failure),
            "not_reachable");
}

INSTANTIATE_TEST_SUITE_P(Each, WithRealHelm, testing::Values("path", "other"));

}  // namespace
}  // namespace opta::helm
