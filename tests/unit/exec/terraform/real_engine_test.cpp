// The real Terraform or OpenTofu, offline, with the resource type that is built in.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <thread>

#include <signal.h>

#include "base/file_system.h"
#include "exec/engine_record.h"
#include "exec/terraform/apply.h"
#include "exec/terraform/durable_run.h"
#include "exec/terraform/init.h"
#include "exec/terraform/output.h"
#include "exec/terraform/plan.h"
#include "exec/terraform/show.h"
#include "exec/terraform/state_list.h"
#include "exec/terraform/validate.h"
#include "exec/tools.h"

namespace opta::terraform {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

constexpr const char* kSlow =
    R"({"resource":{"terraform_data":{"quick":{"input":"q"},"slow":{"input":"s",)"
    R"("provisioner":[{"local-exec":{"command":"sleep 20"}}]}}},"output":{"o":{"value":"v"}}})";

class WithRealTerraform : public testing::Test {
 protected:
  void SetUp() override {
    fs::remove_all(folder_);
    const char* const path_variable = std::getenv("PATH");
    const Environment path = {{"PATH", path_variable == nullptr ? "" : path_variable},
                              {"HOME", folder_}};
    const Result<Engine> engine = find_engine(runner_, path, "");
    ASSERT_TRUE(engine) << engine.error().message;
    context_.program = engine->path;
    context_.environment = engine_environment(path, RealFileSystem());
    ASSERT_TRUE(RealFileSystem().write(folder_ + "/stack/main.tf.json", kSlow));
    const Result<Outcome> ready = init(context_, {});
    ASSERT_TRUE(ready && ready->ok());
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string folder_ = testing::TempDir() + "opta_real_engine_" +
                        testing::UnitTest::GetInstance()->current_test_info()->name();
  std::string record_ = folder_ + "/run";
  RealRunner runner_;
  Context context_{runner_, "", {}, folder_ + "/stack"};
  const std::vector<std::string> launcher_ = {"/proc/self/exe", "--gtest_also_run_disabled_tests",
                                              "--gtest_filter=EngineRunRole.DISABLED_Supervisor"};
};

TEST_F(WithRealTerraform, PlansAppliesAndReadsBack) {
  EXPECT_TRUE(validate(context_)->ok());
  const Result<PlanOutcome> planned = plan(context_, {.out_file = "plan"});
  ASSERT_TRUE(planned && planned->ok());
  EXPECT_TRUE(planned->has_changes);
  EXPECT_NE(show(context_, {.plan_file = "plan"})->text.find("resource_changes"),
            std::string::npos);

  ASSERT_TRUE(start_durable(context_, apply_arguments({.plan_file = "plan"}), record_, launcher_));
  std::vector<Event> events;
  const Result<DurableOutcome> applied =
      follow_durable(record_, [&](const Event& event) { events.push_back(event); });
  ASSERT_TRUE(applied && applied->ok());
  EXPECT_EQ(events.at(0).kind, EventKind::kChangesPlanned);
  EXPECT_EQ(events.at(0).count, 2U);
  EXPECT_EQ(std::ranges::count(events, EventKind::kResourceFinished, &Event::kind), 2);

  EXPECT_EQ(state_list(context_)->addresses,
            (std::vector<std::string>{"terraform_data.quick", "terraform_data.slow"}));
  EXPECT_NE(output(context_)->text.find("\"v\""), std::string::npos);
  EXPECT_FALSE(plan(context_, {.out_file = "plan"})->has_changes);
}

TEST_F(WithRealTerraform, AnInterruptedApplyKeepsWhatItMade) {
  ASSERT_TRUE(plan(context_, {.out_file = "plan"})->ok());
  ASSERT_TRUE(start_durable(context_, apply_arguments({.plan_file = "plan"}), record_, launcher_));
  int asked = 0;
  const Result<DurableOutcome> applied = follow_durable(
      record_,
      [&](const Event& event) { asked += event.kind == EventKind::kResourceFinished ? 1 : 0; },
      [&] { return std::min(asked, 1); });
  ASSERT_TRUE(applied);
  ASSERT_FALSE(applied->ok());
  EXPECT_EQ(applied->failure->kind, FailureKind::kInterrupted);
  EXPECT_EQ(state_list(context_)->addresses.size(), 2U);  // the second one stands there as tainted
}

TEST_F(WithRealTerraform, AnErrorPointsIntoTheGeneratedFile) {
  const std::string text = R"({"resource":{"terraform_data":{"x":{"input":"${var.nope}"}}}})";
  ASSERT_TRUE(RealFileSystem().write(folder_ + "/stack/main.tf.json", text));
  const Result<PlanOutcome> planned = plan(context_, {.out_file = "plan"});
  ASSERT_FALSE(planned->ok());
  ASSERT_EQ(planned->diagnostics.size(), 1U);
  const GeneratedRange range = planned->diagnostics[0].range.value();
  EXPECT_EQ(range.file, "main.tf.json");
  EXPECT_EQ(text.substr(range.begin_byte, range.end_byte - range.begin_byte), "var.nope");
}

}  // namespace
}  // namespace opta::terraform
