#include "view/rollout_view.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace opta {
namespace {

RolloutProblem crash() {
  return {.cause = RolloutCause::kCrash,
          .kind = "Pod",
          .name = "app-1",
          .workload = "Deployment app",
          .container = "web",
          .message = "it ends with exit code 1",
          .facts = {"started again 3 times so far"},
          .advice = "mend what its last lines tell of",
          .count = 3,
          .log = {"one", "two"}};
}

TEST(RolloutView, SaysWhatAndWhere) {
  EXPECT_EQ(rollout_message(crash(), "shop-app"),
            "Deployment `app` does not get ready: it ends with exit code 1");
  const std::vector<std::string> notes = rollout_notes(crash());
  ASSERT_EQ(notes.size(), 3U);
  EXPECT_EQ(notes[0], "seen in container `web` of Pod `app-1` and at 2 more");
  EXPECT_EQ(notes[1], "started again 3 times so far");
  EXPECT_EQ(notes[2], "its last lines:\none\ntwo");
}

TEST(RolloutView, JobsAndWholeReleases) {
  EXPECT_EQ(
      rollout_message(
          {.cause = RolloutCause::kJob, .workload = "Job migrate", .message = "the job has failed"},
          "shop-app"),
      "Job `migrate`: the job has failed");
  EXPECT_EQ(rollout_message({.cause = RolloutCause::kWebhook, .message = "no answer"}, "shop-app"),
            "the release `shop-app` fails: no answer");
}

TEST(RolloutView, SaysWhatServes) {
  EXPECT_EQ(serving_text({}), "");
  EXPECT_EQ(serving_text({{.kind = "Deployment", .name = "a", .wanted = 2, .ready = 2},
                          {.kind = "Job", .name = "j", .wanted = 1},
                          {.kind = "StatefulSet", .name = "b", .wanted = 1, .ready = 0}}),
            "Deployment `a` has 2 of 2 pods ready, StatefulSet `b` has 0 of 1 pod ready");
}

TEST(RolloutView, IsDataToo) {
  const auto json = nlohmann::json::parse(
      rollout_data(crash(), "shop-app", "opta apply", 4,
                   {{.kind = "Deployment", .name = "a", .wanted = 2, .ready = 1}}));
  EXPECT_EQ(json["cause"], "crash");
  EXPECT_EQ(json["log"], (std::vector<std::string>{"one", "two"}));
  EXPECT_EQ(json["serving"]["revision"], 4);
  EXPECT_EQ(json["serving"]["workloads"][0]["ready"], 1);
  EXPECT_TRUE(
      nlohmann::json::parse(rollout_data({}, "r", "c", 0, {}))["serving"]["revision"].is_null());
}

}  // namespace
}  // namespace opta
