#include "base/text.h"

#include <gtest/gtest.h>

namespace opta {
namespace {

TEST(IsUtf8, RefusesBrokenOverlongAndSurrogate) {
  EXPECT_TRUE(is_utf8("é日🙂"));
  EXPECT_TRUE(is_utf8(""));
  EXPECT_FALSE(is_utf8("\xFF"));
  EXPECT_FALSE(is_utf8("a\xC3"));
  EXPECT_FALSE(is_utf8("\xC0\x80"));
  EXPECT_FALSE(is_utf8("\xED\xA0\x80"));
}

TEST(DisplayWidth, CountsColumns) {
  EXPECT_EQ(display_width("abc"), 3u);
  EXPECT_EQ(display_width("日本"), 4u);
  EXPECT_EQ(display_width("e\xCC\x81"), 1u);  // a letter and a combining accent
  EXPECT_EQ(display_width("\xFF"), 1u);
}

TEST(Printable, ShowsWhatWouldSteerTheTerminal) {
  EXPECT_EQ(printable("a\x1B[2Jb"), "a<1B>[2Jb");
  EXPECT_EQ(printable("\xC2\x9B"), "<9B>");  // the one-byte form of ESC [
  EXPECT_EQ(printable("a\xE2\x80\xAE"
                      "b"),
            "a<202E>b");  // right-to-left override
  EXPECT_EQ(printable("\xFFok"), "<FF>ok");
  EXPECT_EQ(printable("a\tb\nc"), "a  b\nc");
  EXPECT_EQ(printable("é日"), "é日");
}

TEST(Lists, ReadAsASentence) {
  EXPECT_EQ(quoted_list({}), "");
  EXPECT_EQ(quoted_list({"a"}), "`a`");
  EXPECT_EQ(quoted_list({"a", "b"}, "or"), "`a` or `b`");
  EXPECT_EQ(quoted_list({"a", "b", "c"}), "`a`, `b` and `c`");
  EXPECT_EQ(join({"a", "b"}, "/"), "a/b");
}

TEST(Trim, TakesOffBlanksAtBothEnds) {
  EXPECT_EQ(trim(" \t a b\r\n"), "a b");
  EXPECT_EQ(trim(" \n"), "");
}

TEST(Counted, TakesThePlural) {
  EXPECT_EQ(counted(0, "error"), "0 errors");
  EXPECT_EQ(counted(1, "error"), "1 error");
  EXPECT_EQ(counted(2, "error"), "2 errors");
}

TEST(Indented, LeavesEmptyLinesEmpty) {
  EXPECT_EQ(indented("a\n\nb", 2), "  a\n\n  b");
  EXPECT_EQ(indented("a\n", 2), "  a\n");
  EXPECT_EQ(indented("", 2), "");
}

}  // namespace
}  // namespace opta
