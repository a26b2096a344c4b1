#include "base/timestamp.h"

#include <gtest/gtest.h>

namespace opta {
namespace {

TEST(Timestamp, FractionsAndZoneAreCutOff) {
  EXPECT_EQ(to_the_second("2026-11-24T19:18:24.123456789Z"), "2026-11-24T19:18:24");
  EXPECT_EQ(to_the_second("2026-11-24T19:18:24+01:00"), "2026-11-24T19:18:24");
  EXPECT_EQ(to_the_second("soon"), "soon");
}

TEST(Timestamp, HasADay) {
  EXPECT_EQ(day_of("2026-11-24T19:18:24Z"), parse_day("2026-11-24"));
  EXPECT_FALSE(day_of("soon"));
  EXPECT_FALSE(day_of(""));
}

}  // namespace
}  // namespace opta
