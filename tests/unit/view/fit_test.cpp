#include "view/fit.h"

#include <gtest/gtest.h>

#include "view/elapsed.h"

namespace opta {
namespace {

using std::chrono::milliseconds;

TEST(Fit, CutsByColumnsNotBytes) {
  EXPECT_EQ(cut_end("abcdef", 6), "abcdef");
  EXPECT_EQ(cut_end("abcdefg", 6), "abc...");
  EXPECT_EQ(cut_end("日本語日本語", 8), "日本...");
  EXPECT_EQ(cut_middle("abcdefghij", 7), "ab...ij");
  EXPECT_EQ(cut_middle("éééééééééé", 7), "éé...éé");
  EXPECT_EQ(cut_end("abc", 2), "ab");
  EXPECT_EQ(cut_end("abc", 0), "");
}

TEST(Fit, SurvivesBrokenUtf8) {
  EXPECT_LE(visible_width(cut_middle("\xFF\xFE\x80\x80\xC3zzzzzz", 7)), 7u);
}

TEST(Fit, DoesNotCountColour) {
  EXPECT_EQ(visible_width("\x1b[1;31mab\x1b[0mc"), 3u);
  EXPECT_EQ(visible_width("ab\x1b["), 2u);
}

TEST(Fit, WrapsAtSpaces) {
  EXPECT_EQ(wrapped("one two three", 8, 2), "one two\n  three");
  EXPECT_EQ(wrapped("incomprehensibilities a", 5, 2), "incomprehensibilities\n  a");
  EXPECT_EQ(wrapped("", 5, 2), "");
}

TEST(Elapsed, IsShort) {
  EXPECT_EQ(elapsed_text(milliseconds(0)), "0 s");
  EXPECT_EQ(elapsed_text(milliseconds(430)), "0.4 s");
  EXPECT_EQ(elapsed_text(milliseconds(59'999)), "59 s");
  EXPECT_EQ(elapsed_text(milliseconds(123'000)), "2 m 03 s");
  EXPECT_EQ(elapsed_text(milliseconds(3'900'000)), "1 h 05 m");
  EXPECT_EQ(elapsed_text(milliseconds(-5)), "0 s");
  EXPECT_EQ(clock_text(milliseconds(47'000)), "00:47");
  EXPECT_EQ(clock_text(milliseconds(3'723'000)), "1:02:03");
}

}  // namespace
}  // namespace opta
