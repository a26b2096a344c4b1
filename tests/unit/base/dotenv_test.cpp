#include "base/dotenv.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace opta {

static bool operator==(const DotenvEntry& one, const DotenvEntry& other) {
  return one.name == other.name && one.value == other.value;
}

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<DotenvEntry> entries(std::string_view text) {
  Dotenv parsed = parse_dotenv(text);
  EXPECT_THAT(parsed.faults, IsEmpty()) << parsed.faults[0].message;
  return parsed.entries;
}

std::string fault(std::string_view text) {
  const Dotenv parsed = parse_dotenv(text);
  if (parsed.faults.size() != 1) return std::to_string(parsed.faults.size()) + " faults";
  const DotenvFault& one = parsed.faults[0];
  return std::to_string(one.line) + ":" + std::to_string(one.column) + ": " + one.message;
}

TEST(Dotenv, PlainValues) {
  EXPECT_THAT(
      entries(" \n# a comment\nA=1\nexport B = two words \t# why\nC=a#b\nD=\r\nexported=x"),
      ElementsAre(DotenvEntry{"A", "1"}, DotenvEntry{"B", "two words"}, DotenvEntry{"C", "a#b"},
                  DotenvEntry{"D", ""}, DotenvEntry{"exported", "x"}));
  EXPECT_THAT(entries("\xef\xbb\xbf"
                      "A=it's \"so\""),
              ElementsAre(DotenvEntry{"A", "it's \"so\""}));
  EXPECT_THAT(entries("A=#none\nB= # none\n"),
              ElementsAre(DotenvEntry{"A", "#none"}, DotenvEntry{"B", ""}));
}

TEST(Dotenv, QuotedValues) {
  EXPECT_THAT(entries(R"(A=' a\n $B '  # why
B="x\n\t\"\\\$\d"
)"),
              ElementsAre(DotenvEntry{"A", R"( a\n $B )"}, DotenvEntry{"B", "x\n\t\"\\$\\d"}));
  EXPECT_THAT(
      entries("KEY=\"-----BEGIN-----\r\nabc=\n\"\nNEXT='1\n2'"),
      ElementsAre(DotenvEntry{"KEY", "-----BEGIN-----\nabc=\n"}, DotenvEntry{"NEXT", "1\n2"}));
}

TEST(Dotenv, FaultsSayWhereAndQuoteNoValue) {
  EXPECT_EQ(fault("A=1\nhunter2"), "2:8: no `=` behind the name of a variable");
  EXPECT_EQ(fault("  9A=hunter2"),
            "1:3: a name has letters, digits and underscores, no digit first");
  EXPECT_EQ(fault("=hunter2"), "1:1: no name before the `=`");
  EXPECT_EQ(fault("A=1\nB=\"hunter2\n\nC=3"), "2:3: the quote is never closed");
  EXPECT_EQ(fault("A='a' hunter2"), "1:7: text behind the closing quote");
  EXPECT_EQ(fault("A=1\nB=2\nA=3"), "3:1: `A` stands in line 1 already");
  EXPECT_EQ(fault(std::string_view("A=a\0b", 5)), "1:4: a value cannot hold a NUL byte");
}

TEST(Dotenv, EveryFaultIsTold) {
  const Dotenv parsed = parse_dotenv("A\nB=2\n-=3\n");
  EXPECT_EQ(parsed.faults.size(), 2u);
  EXPECT_THAT(parsed.entries, ElementsAre(DotenvEntry{"B", "2"}));
}

TEST(Dotenv, VariableNames) {
  EXPECT_TRUE(is_variable_name("_API_KEY2"));
  for (const char* name : {"", "2A", "A-B", "A.B", "A B", "É"})
    EXPECT_FALSE(is_variable_name(name)) << name;
}

}  // namespace
}  // namespace opta
