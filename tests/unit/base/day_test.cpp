#include "base/day.h"

#include <gtest/gtest.h>

namespace opta {
namespace {

TEST(Day, ReadsAndWritesTheSame) {
  const auto day = parse_day("2026-11-24");
  ASSERT_TRUE(day);
  EXPECT_EQ(to_string(*day), "2026-11-24");
  EXPECT_EQ(to_string(*day + std::chrono::days(7)), "2026-12-01");
}

TEST(Day, RefusesWhatIsNone) {
  for (const char* text : {"", "2026-11-31", "2026-13-01", "2026-1-1", "2026/11/24", "2026-11-2x",
                           "20261124", "2026-11-24T00:00"})
    EXPECT_FALSE(parse_day(text)) << text;
}

}  // namespace
}  // namespace opta
