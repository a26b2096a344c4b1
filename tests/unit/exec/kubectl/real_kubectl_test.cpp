// The real kubectl, without a cluster: every flag is known to it, or the failure would be another.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "base/file_system.h"
#include "exec/kubectl/apply.h"
#include "exec/kubectl/delete.h"
#include "exec/kubectl/events.h"
#include "exec/kubectl/get.h"
#include "exec/kubectl/namespace.h"
#include "exec/kubectl/rollout_status.h"
#include "exec/kubectl/wait.h"
#include "exec/tools.h"

namespace opta::kubectl {
namespace {

std::string kind_of(const std::optional<ClusterFailure>& failure) {
  return failure ? std::string(to_string(failure->kind)) : "none";
}

TEST(WithRealKubectl, NobodyAnswers) {
  const std::string folder = testing::TempDir() + "opta_real_kubectl";
  const char* const path = std::getenv("PATH");
  const Environment environment = {{"PATH", path == nullptr ? "" : path}, {"HOME", folder}};
  const Result<std::string> program = find_tool(Tool::kKubectl, environment);
  ASSERT_TRUE(program) << program.error().message;
  // Nothing listens on port 1.
  ASSERT_TRUE(RealFileSystem().write(folder + "/kubeconfig",
                                     R"({"apiVersion":"v1","kind":"Config","current-context":"a",
          "clusters":[{"name":"a","cluster":{"server":"http://127.0.0.1:1"}}],
          "contexts":[{"name":"a","context":{"cluster":"a","user":"a"}}],
          "users":[{"name":"a","user":{}}]})"));
  RealRunner runner;
  const Context context{runner, *program, environment, folder + "/kubeconfig", "a"};
  constexpr const char* kExpected = "not_reachable";
  EXPECT_EQ(kind_of(get(context, {.types = {"pods"}, .selector = "a=b"})->failure), kExpected);
  EXPECT_EQ(kind_of(get_objects(context, {{"v1", "Service", "n", "s"}})->failure), kExpected);
  EXPECT_EQ(kind_of(apply_namespace(context, {.name = "n"})->failure), kExpected);
  EXPECT_EQ(
      kind_of(
          delete_object(context, {.type = "pod", .name = "p", .object_namespace = "n"})->failure),
      kExpected);
  EXPECT_EQ(kind_of(rollout_status(context, {.type = "deployment", .name = "d"})->failure),
            kExpected);
  EXPECT_EQ(kind_of(wait(context, {.type = "pod", .name = "p", .condition = "delete"})->failure),
            kExpected);
  EXPECT_EQ(kind_of(events(context, {.object_namespace = "n", .warnings_only = true})->failure),
            kExpected);
  std::filesystem::remove_all(folder);
}

}  // namespace
}  // namespace opta::kubectl
