// The run functions, against prepared answers.
#include <gtest/gtest.h>

#include "exec/fake_runner.h"
#include "exec/terraform/force_unlock.h"
#include "exec/terraform/init.h"
#include "exec/terraform/output.h"
#include "exec/terraform/plan.h"
#include "exec/terraform/state_list.h"
#include "exec/terraform/state_pull.h"
#include "exec/terraform/validate.h"

namespace opta::terraform {
namespace {

class TerraformRun : public testing::Test {
 protected:
  FakeRunner runner_;
  Context context_{runner_, "/opt/terraform", {{"PATH", "/bin"}}, "/work"};
};

TEST_F(TerraformRun, RunsTheProgramInTheFolderWithTheEnvironment) {
  runner_.on({"output"}, {.out = "{}"});
  EXPECT_EQ(output(context_)->text, "{}");
  ASSERT_EQ(runner_.commands().size(), 1U);
  EXPECT_EQ(runner_.commands()[0].argv[0], "/opt/terraform");
  EXPECT_EQ(runner_.commands()[0].folder, "/work");
  EXPECT_EQ(runner_.commands()[0].environment, context_.environment);
}

TEST_F(TerraformRun, PlanTellsChangesFromFailure) {
  runner_.on({"plan"}, {.exit_code = 2}, 1)
      .on({"plan"}, {.exit_code = 0}, 1)
      .on({"plan"}, {.exit_code = 1});
  Result<PlanOutcome> changes = plan(context_, {.out_file = "p"});
  EXPECT_TRUE(changes->ok());
  EXPECT_TRUE(changes->has_changes);
  Result<PlanOutcome> none = plan(context_, {.out_file = "p"});
  EXPECT_TRUE(none->ok());
  EXPECT_FALSE(none->has_changes);
  Result<PlanOutcome> failed = plan(context_, {.out_file = "p"});
  ASSERT_FALSE(failed->ok());
  EXPECT_EQ(failed->failure->message, "exit code 1");
}

TEST_F(TerraformRun, PlanCollectsDiagnosticsAndEvents) {
  runner_.on(
      {"plan"},
      {.exit_code = 1,
       .out =
           "{\"type\":\"version\"}\n"
           "{\"type\":\"diagnostic\",\"diagnostic\":{\"severity\":\"error\",\"summary\":\"Error "
           "acquiring the state lock\",\"detail\":\"Lock Info:\\n  ID: 9\\n  Who: ann@x\\n\"}}\n"});
  std::vector<Event> events;
  const Result<PlanOutcome> outcome =
      plan(context_, {.out_file = "p"}, [&](const Event& event) { events.push_back(event); });
  ASSERT_FALSE(outcome->ok());
  EXPECT_EQ(outcome->failure->kind, FailureKind::kStateLocked);
  EXPECT_EQ(outcome->failure->lock->who, "ann@x");
  EXPECT_EQ(outcome->diagnostics.size(), 1U);
  EXPECT_EQ(events.size(), 1U);
}

TEST_F(TerraformRun, AStoppedPlanIsInterruptedWhateverItSays) {
  runner_.on({"plan"}, {.exit_code = 2, .stopped = true});
  EXPECT_EQ(plan(context_, {.out_file = "p"})->failure->kind, FailureKind::kInterrupted);
}

TEST_F(TerraformRun, InitReadsTextOnTheErrorStreamToo) {
  runner_.on({"init"}, {.exit_code = 1, .err = "dial tcp: lookup x: no such host"});
  EXPECT_EQ(init(context_, {})->failure->kind, FailureKind::kNetwork);
}

TEST_F(TerraformRun, AHalfAnswerIsAnError) {
  runner_.on({"output"}, {.truncated = true, .out = "{"});
  EXPECT_FALSE(output(context_));
}

TEST_F(TerraformRun, AMissingProgramIsAnErrorOfTheWorld) {
  runner_.on_error({"init"}, {.message = "cannot start", .os_error = ENOENT});
  EXPECT_EQ(init(context_, {}).error().os_error, ENOENT);
}

TEST_F(TerraformRun, ForceUnlockRunsOnlyForALockId) {
  runner_.on({"force-unlock"}, {});
  EXPECT_TRUE(force_unlock(context_, "abc-1")->ok());
  EXPECT_FALSE(force_unlock(context_, "-chdir=/"));
  EXPECT_EQ(runner_.lines(),
            (std::vector<std::string>{"/opt/terraform force-unlock -force abc-1"}));
}

TEST_F(TerraformRun, ValidateGivesTheDiagnostics) {
  runner_.on({"validate"},
             {.exit_code = 1,
              .out = R"({"valid":false,"diagnostics":[{"severity":"error","summary":"s"}]})"});
  const Result<Outcome> outcome = validate(context_);
  EXPECT_EQ(outcome->diagnostics.size(), 1U);
  EXPECT_EQ(outcome->failure->message, "s");
}

TEST_F(TerraformRun, AStateThatIsNotThereIsEmpty) {
  runner_.on({"state", "list"}, {.exit_code = 1, .err = "\nNo state file was found!\n"}, 1)
      .on({"state", "list"}, {.out = "a.b\nmodule.c.d[0]\n"});
  const Result<StateListOutcome> none = state_list(context_);
  EXPECT_FALSE(none->failure);
  EXPECT_TRUE(none->addresses.empty());
  EXPECT_EQ(state_list(context_)->addresses, (std::vector<std::string>{"a.b", "module.c.d[0]"}));
}

TEST_F(TerraformRun, TheStateNamesItsResourcesAsTheEngineDoes) {
  runner_.on({"state", "pull"}, {.out = ""}, 1)
      .on({"state", "pull"}, {.out = R"({"resources":[
        {"mode":"data","type":"aws_zones","name":"d","instances":[{"attributes":{"id":"d"}}]},
        {"mode":"managed","type":"a","name":"plain","instances":[{"attributes":{"id":"1"}}]},
        {"mode":"managed","module":"module.m[\"x\"]","type":"a","name":"n","instances":[
          {"index_key":0,"attributes":{"id":"2"}},
          {"index_key":"k \"${v}\"","attributes":{"id":"3"}},
          {"index_key":0,"deposed":"00","attributes":{"id":"old"}},
          {"index_key":1,"attributes":{"name":"without id"}}]}, 7]})"},
          1)
      .on({"state", "pull"}, {.out = "no JSON"});
  EXPECT_TRUE(state_pull(context_)->ids.empty()) << "no state yet";
  EXPECT_EQ(state_pull(context_)->ids,
            (std::map<std::string, std::string>{{"a.plain", "1"},
                                                {"module.m[\"x\"].a.n[0]", "2"},
                                                {"module.m[\"x\"].a.n[\"k \\\"$${v}\\\"\"]", "3"},
                                                {"module.m[\"x\"].a.n[1]", ""}}));
  EXPECT_FALSE(state_pull(context_));
}

}  // namespace
}  // namespace opta::terraform
