#include "app/recovery.h"

#include <chrono>

#include <fmt/chrono.h>

#include "app/imports.h"
#include "room.h"

namespace opta {
namespace {

constexpr const char* kId = "2b9927ab-82fd-00d0-24c5-2ff6f41fa838";
constexpr const char* kVpc = "module.base.aws_vpc.this[0]";

std::string line(const char* type, const std::string& address, const char* action,
                 const char* id = "") {
  return fmt::format(
      R"({{"type":"{}","hook":{{"resource":{{"addr":"{}"}},"action":"{}","id_value":"{}"}}}})"
      "\n",
      type, address, action, id);
}

class RecoveryTest : public RoomTest {
 protected:
  void answer_lock(const std::string& who, std::time_t created) {
    runner_.on({"s3", "cp"},
               {.out = fmt::format(R"({{"ID":"{}","Who":"{}","Operation":"OperationTypeApply",)"
                                   R"("Created":"{:%Y-%m-%dT%H:%M:%S}.5Z"}})",
                                   kId, who, fmt::gmtime(created))});
  }
  void answer_no_lock() {
    runner_.on({"s3", "cp"},
               {.exit_code = 1,
                .err = "An error occurred (404) when calling the HeadObject operation: Not Found"});
  }
  void answer_state(const std::string& resources) {
    runner_.on({"state", "pull"}, {.out = R"({"resources":[)" + resources + "]}"});
  }
  bool ran(std::string_view words) const {
    return std::ranges::any_of(runner_.lines(),
                               [&](const std::string& command) { return command.contains(words); });
  }
  bool mend() {
    const auto left = settle_runs(*room_);
    return left && *left && mend_state(*room_, *left);
  }
  std::vector<Import> imports() const { return read_imports(disk_, room_->workspace().root()); }
};

TEST_F(RecoveryTest, WhereNothingDiedNothingIsAsked) {
  const std::size_t before = runner_.commands().size();
  const auto left = settle_runs(*room_);
  ASSERT_TRUE(left);
  EXPECT_FALSE(*left);
  EXPECT_TRUE(mend_state(*room_, *left));
  EXPECT_EQ(runner_.commands().size(), before);
  EXPECT_EQ(said_, "");
}

TEST_F(RecoveryTest, ReleasesTheLockThatTheDeadRunTook) {
  leave_dead_run(RunKind::kApply, line("apply_start", kVpc, "create"));
  answer_lock(user_and_host(env_), std::time(nullptr));
  runner_.on({"force-unlock", "-force", kId}, {});
  answer_state("");
  EXPECT_TRUE(mend()) << said_;
  EXPECT_TRUE(ran("force-unlock"));
  EXPECT_TRUE(said("its lock is released")) << said_;
}

TEST_F(RecoveryTest, LeavesTheLockOfALaterRunAlone) {
  leave_dead_run(RunKind::kApply, line("apply_start", kVpc, "create"));
  answer_lock(user_and_host(env_), std::time(nullptr) + 5);
  answer_state("");
  EXPECT_TRUE(mend()) << said_;
  EXPECT_FALSE(ran("force-unlock"));
}

TEST_F(RecoveryTest, ARunThatSaidNothingMayHaveTakenTheLockALittleLater) {
  leave_dead_run(RunKind::kApply, "");
  answer_lock(user_and_host(env_), std::time(nullptr) + 5);
  runner_.on({"force-unlock", "-force", kId}, {});
  answer_state("");
  EXPECT_TRUE(mend()) << said_;
  EXPECT_TRUE(ran("force-unlock"));
}

TEST_F(RecoveryTest, LeavesSomebodyElsesLockAlone) {
  leave_dead_run(RunKind::kApply, line("apply_start", kVpc, "create"));
  answer_lock("bob@elsewhere", std::time(nullptr));
  answer_state("");
  EXPECT_TRUE(mend()) << said_;
  EXPECT_FALSE(ran("force-unlock"));
}

TEST_F(RecoveryTest, TakesUpWhatTheStateLacks) {
  leave_dead_run(RunKind::kApply,
                 line("apply_complete", kVpc, "create", "vpc-1") +
                     line("apply_complete", "module.base.aws_eip.nat[0]", "create", "eip-1") +
                     line("apply_complete", "module.base.aws_route.public[0]", "create",
                          "r-rtb-0123456789abcdef01080289494"));
  answer_no_lock();
  answer_state(R"({"mode":"managed","module":"module.base","type":"aws_vpc","name":"this",)"
               R"("instances":[{"index_key":0,"attributes":{"id":"vpc-1"}}]})");
  EXPECT_TRUE(mend()) << said_;
  EXPECT_EQ(imports(), (std::vector<Import>{{"module.base.aws_eip.nat[0]", "eip-1"},
                                            {"module.base.aws_route.public[0]",
                                             "rtb-0123456789abcdef0_0.0.0.0/0"}}));
  EXPECT_TRUE(said("2 of them are not in the state")) << said_;
  EXPECT_EQ(disk_.kind(room_->record(RunKind::kApply)), FileKind::kMissing) << "is settled now";
}

TEST_F(RecoveryTest, KeepsWhatAnEarlierRecoveryHadNotImportedYet) {
  ASSERT_TRUE(
      write_imports(disk_, room_->workspace().root(), {{"a.earlier", "1"}, {"a.gone", "2"}}));
  leave_dead_run(RunKind::kApply, line("apply_start", "a.gone", "delete", "2") +
                                      line("apply_complete", "a.gone", "delete") +
                                      line("apply_complete", "a.new", "create", "3"));
  answer_no_lock();
  answer_state("");
  EXPECT_TRUE(mend()) << said_;
  EXPECT_EQ(imports(), (std::vector<Import>{{"a.earlier", "1"}, {"a.new", "3"}}));
}

TEST_F(RecoveryTest, AReplacedResourceTakesTheOldOnesPlace) {
  leave_dead_run(RunKind::kApply, line("apply_complete", "t.n", "create", "new"));
  answer_no_lock();
  answer_state(
      R"({"mode":"managed","type":"t","name":"n","instances":[{"attributes":{"id":"old"}}]})");
  runner_.on({"state", "rm", "t.n"}, {});
  EXPECT_TRUE(mend()) << said_;
  EXPECT_EQ(imports(), (std::vector<Import>{{"t.n", "new"}}));
  EXPECT_TRUE(said("the old one, `old`, may still stand")) << said_;
}

TEST_F(RecoveryTest, SaysWhatWasUnderWayAndHowToFindIt) {
  leave_dead_run(RunKind::kApply, line("apply_start", kVpc, "create"));
  answer_no_lock();
  answer_state("");
  EXPECT_TRUE(mend()) << said_;
  EXPECT_TRUE(said("also being made were `module.base.aws_vpc.this[0]`")) << said_;
  EXPECT_TRUE(said("get-resources --region us-east-1")) << said_;
}

TEST_F(RecoveryTest, AStateThatCannotBeReadStopsTheRun) {
  leave_dead_run(RunKind::kApply, line("apply_complete", kVpc, "create", "vpc-1"));
  answer_no_lock();
  runner_.on({"state", "pull"}, {.exit_code = 1, .err = "Error: no"});
  EXPECT_FALSE(mend());
  EXPECT_EQ(disk_.kind(room_->record(RunKind::kApply)), FileKind::kFolder)
      << "the next run can try again";
}

TEST_F(RecoveryTest, WhatDoesNoHarmTwiceIsNotWorthAWord) {
  leave_dead_run(RunKind::kApply,
                 line("apply_start", "module.base.aws_s3_bucket_policy.logs", "create") +
                     line("apply_start", "module.base.aws_iam_role_policy_attachment.a", "create"));
  answer_no_lock();
  answer_state("");
  EXPECT_TRUE(mend()) << said_;
  EXPECT_FALSE(said("also being made")) << said_;
}

}  // namespace
}  // namespace opta
