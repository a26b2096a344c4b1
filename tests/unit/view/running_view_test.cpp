#include "view/running_view.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace opta {
namespace {

RunningService service() {
  return {
      .module = "app",
      .release = "hello-app",
      .release_namespace = "hello",
      .revision = 7,
      .status = "deployed",
      .chart = "k8s-service-0.1.0",
      .since = "2026-01-02T03:04:05.678Z",
      .by = "arn:aws:iam::111122223333:user/ann",
      .images = {"registry/app@sha256:ab"},
      .state = {
          .workloads =
              {{.kind = "Deployment", .name = "app", .wanted = 3, .updated_ready = 2, .ready = 3}},
          .problems = {{.cause = RolloutCause::kCrash,
                        .workload = "Deployment app",
                        .message = "exit code 1",
                        .facts = {"a fact"},
                        .advice = "look at its command"}}}};
}

TEST(RunningView, SaysWhatRunsSinceWhenAndByWhom) {
  EXPECT_EQ(running_text({service()}),
            "app: revision 7, since 2026-01-02T03:04:05, by arn:aws:iam::111122223333:user/ann\n"
            "  registry/app@sha256:ab\n"
            "  Deployment `app` has 3 of 3 pods ready\n"
            "  Deployment `app` does not get ready: exit code 1\n"
            "    a fact\n"
            "    look at its command\n");
}

TEST(RunningView, AServiceThatIsNotDeployedHasAWayThere) {
  EXPECT_EQ(running_text({{.module = "app", .release = "r", .release_namespace = "n"}}),
            "app: not deployed; `opta apply` deploys it\n");
}

TEST(RunningView, AServiceWithoutAnImageHasAWayToOne) {
  const std::string text = running_text({{.module = "app",
                                          .release = "r",
                                          .release_namespace = "n",
                                          .revision = 1,
                                          .status = "deployed",
                                          .since = "2026-01-02T03:04:05Z",
                                          .waits_for_image = true}});
  EXPECT_TRUE(text.contains("`opta deploy --build FOLDER`")) << text;
}

TEST(RunningView, JsonHasTheSame) {
  const auto json = nlohmann::json::parse(running_json("hello", {service()}));
  EXPECT_EQ(json.at("layer"), "hello");
  const auto& running = json.at("services").at(0);
  EXPECT_EQ(running.at("revision"), 7);
  EXPECT_EQ(running.at("workloads").at(0).at("ready"), 3);
  EXPECT_EQ(running.at("problems").at(0).at("cause"), "crash");
  EXPECT_EQ(running.at("images"), nlohmann::json({"registry/app@sha256:ab"}));
}

}  // namespace
}  // namespace opta
