#include "app/state_lock.h"

#include "base/memory_file_system.h"
#include "room.h"

namespace opta {
namespace {

constexpr const char* kId = "2b9927ab-82fd-00d0-24c5-2ff6f41fa838";
constexpr const char* kMissing =
    "An error occurred (404) when calling the HeadObject operation: Not Found";

terraform::StateLock lock_of(std::string created) {
  return {.id = kId,
          .operation = "OperationTypeApply",
          .who = "ann@box",
          .created = std::move(created)};
}

const DeadRun kRun{
    .kind = RunKind::kApply, .began = "2026-11-24T19:18:24", .last_sign = "2026-11-24T19:20:00"};

TEST(LockOfADeadRun, WasTakenBetweenItsFirstAndItsLastSign) {
  EXPECT_TRUE(is_lock_of(kRun, lock_of("2026-11-24T19:18:24.554426741Z"), "ann@box"));
  EXPECT_TRUE(is_lock_of(kRun, lock_of("2026-11-24T19:20:00Z"), "ann@box"));
}

TEST(LockOfADeadRun, ALaterRunOfTheSameUserInAnotherFolderKeepsItsLock) {
  EXPECT_FALSE(is_lock_of(kRun, lock_of("2026-11-24T19:20:01Z"), "ann@box"));
  EXPECT_FALSE(is_lock_of(kRun, lock_of("2026-11-24T19:18:23.999Z"), "ann@box"));
}

TEST(LockOfADeadRun, NobodyElsesIsOurs) {
  EXPECT_FALSE(is_lock_of(kRun, lock_of("2026-11-24T19:19:00Z"), "bob@box"));
  EXPECT_FALSE(is_lock_of(kRun, lock_of("2026-11-24T19:19:00Z"), "ann@other"));
  terraform::StateLock plan = lock_of("2026-11-24T19:19:00Z");
  plan.operation = "OperationTypePlan";
  EXPECT_FALSE(is_lock_of(kRun, plan, "ann@box"));
  EXPECT_FALSE(is_lock_of(kRun, lock_of(""), "ann@box"));
}

TEST(UserAndHost, AsksTheSystemBeforeTheEnvironment) {
  MemoryFileSystem disk;
  FakeRunner runner;
  const Env env{.disk = disk, .runner = runner, .variables = {{"USER", "somebody-else-entirely"}}};
  EXPECT_FALSE(user_and_host(env).starts_with("somebody-else-entirely@"));
  EXPECT_FALSE(user_and_host(env).starts_with("@"));
}

class StateLockTest : public RoomTest {};

TEST_F(StateLockTest, ReadsWhoHoldsIt) {
  runner_.on({"s3", "cp"}, {.out = std::string(R"({"ID":")") + kId +
                                   R"(","Who":"ann@box","Operation":"OperationTypePlan",)"
                                   R"("Created":"2026-11-24T19:18:24Z","Path":7})"});
  const auto lock = read_lock(*room_);
  ASSERT_TRUE(lock && *lock) << said_;
  EXPECT_EQ((*lock)->id, kId);
  EXPECT_EQ((*lock)->who, "ann@box");
  EXPECT_EQ((*lock)->path, "") << "what is no text is left empty";
}

TEST_F(StateLockTest, NoObjectIsNoLock) {
  runner_.on({"s3", "cp"}, {.exit_code = 1, .err = kMissing});
  const auto lock = read_lock(*room_);
  ASSERT_TRUE(lock) << said_;
  EXPECT_FALSE(*lock);
}

TEST_F(StateLockTest, WhatNoEngineWroteIsNotRemovedButExplained) {
  runner_.on({"s3", "cp"}, {.out = R"({"ID":"-force"})"});
  EXPECT_FALSE(read_lock(*room_));
  EXPECT_TRUE(said("small.tflock")) << said_;
}

TEST_F(StateLockTest, AnIdThatIsAFlagNeverReachesTheEngine) {
  const std::size_t before = runner_.commands().size();
  EXPECT_FALSE(release_lock(*room_, "-force"));
  EXPECT_EQ(runner_.commands().size(), before);
}

TEST_F(StateLockTest, ReleasesByTheEngine) {
  runner_.on({"force-unlock", "-force", kId}, {});
  EXPECT_TRUE(release_lock(*room_, kId)) << said_;
}

}  // namespace
}  // namespace opta
