#include "base/time_span.h"

#include <gtest/gtest.h>

namespace opta {
namespace {

using namespace std::chrono_literals;

TEST(TimeSpan, AsPeopleWriteIt) {
  EXPECT_EQ(parse_time_span("90s"), 90s);
  EXPECT_EQ(parse_time_span("10m"), 600s);
  EXPECT_EQ(parse_time_span("1h30m"), 5400s);
  EXPECT_EQ(parse_time_span("2d"), 172800s);
}

TEST(TimeSpan, NoOther) {
  for (const char* text :
       {"", "5", "m", "5x", "5 m", "-5m", "0s", "5m5h", "5m5m", "1.5h", "99999d"})
    EXPECT_FALSE(parse_time_span(text)) << text;
}

TEST(TimeSpan, AsPeopleReadIt) {
  EXPECT_EQ(time_span_text(72h), "3 days");
  EXPECT_EQ(time_span_text(72h - 5s), "3 days");
  EXPECT_EQ(time_span_text(23h), "1 day");
  EXPECT_EQ(time_span_text(13h), "13 hours");
  EXPECT_EQ(time_span_text(90s), "2 minutes");
  EXPECT_EQ(time_span_text(1s), "1 second");
  EXPECT_EQ(time_span_text(0s), "0 seconds");
  EXPECT_EQ(time_span_text(-5s), "0 seconds");
}

}  // namespace
}  // namespace opta
