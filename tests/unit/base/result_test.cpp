#include "base/result.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <memory>

namespace opta {
namespace {

Result<int> half(int number) {
  if (number % 2 != 0) return fail("odd", "take an even one", 7);
  return number / 2;
}

Result<int> quarter(int number) {
  const int once = OPTA_TRY(half(number));
  return half(once);
}

Status check(int number) {
  OPTA_CHECK_OK(quarter(number));
  return {};
}

TEST(Result, TryPassesTheValueOrReturnsTheError) {
  EXPECT_EQ(quarter(8), 2);
  const auto failed = quarter(6);
  ASSERT_FALSE(failed);
  EXPECT_EQ(failed.error().message, "odd");
  EXPECT_EQ(failed.error().help, "take an even one");
  EXPECT_EQ(failed.error().os_error, 7);
  EXPECT_TRUE(check(4));
  EXPECT_FALSE(check(3));
}

TEST(Result, TryMovesWhatCannotBeCopied) {
  const auto make = []() -> Result<std::unique_ptr<int>> { return std::make_unique<int>(1); };
  const auto use = [&]() -> Result<int> { return *OPTA_TRY(make()); };
  EXPECT_EQ(use(), 1);
}

TEST(Result, FailOsAddsTheSystemsText) {
  const Status status = fail_os("cannot open `x`", ENOENT);
  EXPECT_THAT(status.error().message, testing::HasSubstr("cannot open `x`: No such file"));
  EXPECT_EQ(status.error().os_error, ENOENT);
}

}  // namespace
}  // namespace opta
