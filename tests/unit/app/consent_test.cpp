#include "app/consent.h"

#include <gtest/gtest.h>

#include "base/memory_file_system.h"
#include "exec/fake_runner.h"

namespace opta {
namespace {

class ConsentTest : public testing::Test {
 protected:
  ConsentTest() {
    env_.err = [](std::string_view) {};
    env_.in_is_terminal = true;
    layer_.name = "staging";
  }

  void answer(std::string text) {
    env_.ask = [text](std::string_view) { return text; };
  }

  MemoryFileSystem disk_;
  FakeRunner runner_;
  Env env_{.disk = disk_, .runner = runner_, .variables = {}};
  Layer layer_;
};

TEST_F(ConsentTest, YesIsEnoughWhereNothingIsLost) {
  answer("yes");
  EXPECT_EQ(ask_to_apply(env_, layer_, 0, {}), Exit::kDone);
  answer("no");
  EXPECT_EQ(ask_to_apply(env_, layer_, 0, {}), Exit::kInterrupted);
  answer("");
  EXPECT_EQ(ask_to_apply(env_, layer_, 0, {}), Exit::kInterrupted);
}

TEST_F(ConsentTest, LosingDataTakesTheLayersName) {
  answer("yes");
  EXPECT_EQ(ask_to_apply(env_, layer_, 1, {}), Exit::kInterrupted);
  EXPECT_EQ(ask_to_destroy(env_, layer_, false), Exit::kInterrupted);
  answer("staging");
  EXPECT_EQ(ask_to_apply(env_, layer_, 1, {}), Exit::kDone);
  EXPECT_EQ(ask_to_destroy(env_, layer_, false), Exit::kDone);
}

TEST_F(ConsentTest, WithoutATerminalNothingIsAsked) {
  env_.in_is_terminal = false;
  env_.ask = [](std::string_view) -> std::string {
    ADD_FAILURE() << "asked";
    return "yes";
  };
  EXPECT_EQ(ask_to_apply(env_, layer_, 0, {}), Exit::kInterrupted);
  EXPECT_EQ(ask_to_apply(env_, layer_, 1, {.auto_approve = true}), Exit::kDone);
}

TEST_F(ConsentTest, TheWordForManyLayersDoesNotCoverTheLossOfData) {
  const RunArguments part = {.auto_approve = true, .part_of_all = true};
  EXPECT_EQ(ask_to_apply(env_, layer_, 0, part), Exit::kDone);
  EXPECT_EQ(ask_to_apply(env_, layer_, 1, part), Exit::kInterrupted);
}

}  // namespace
}  // namespace opta
