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

TEST(Timestamp, IsReadAsItWasWritten) {
  const std::string text = "2026-11-24T09:08:07Z";
  const auto moment = parse_timestamp(text);
  ASSERT_TRUE(moment);
  EXPECT_EQ(*moment - *parse_day("2026-11-24"), std::chrono::seconds(9 * 3600 + 8 * 60 + 7));
  EXPECT_EQ(to_timestamp(*moment), text);
  for (const char* other : {"", "2026-11-24", "2026-11-24T09:08:07", "2026-11-24T09:08:07+01:00",
                            "2026-11-24T24:00:00Z", "2026-11-24T09-08-07Z", "2026-11-24T-9:08:07Z",
                            "2026-13-24T09:08:07Z", "2026-11-24T09:08:60Z"})
    EXPECT_FALSE(parse_timestamp(other)) << other;
}

}  // namespace
}  // namespace opta
