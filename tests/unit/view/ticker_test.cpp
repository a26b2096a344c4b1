#include "view/ticker.h"

#include <gtest/gtest.h>

#include <atomic>
#include <latch>

namespace opta {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

TEST(Ticker, CallsAgainAndAgain) {
  std::atomic<int> calls = 0;
  std::latch called(3);
  const Ticker ticker(milliseconds(1), [&] {
    if (++calls <= 3) called.count_down();
  });
  called.wait();
  EXPECT_GE(calls, 3);
}

TEST(Ticker, DoesNotWaitForItsPeriodToEnd) {
  const Ticker ticker(hours(1), [] { ADD_FAILURE() << "an hour has not passed"; });
}

}  // namespace
}  // namespace opta
