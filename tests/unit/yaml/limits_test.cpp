#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support.h"

namespace opta::yaml {
namespace {

using test::Reading;
using testing::ElementsAre;
using testing::IsEmpty;

std::string repeated(std::string_view text, int times) {
  std::string result;
  for (int i = 0; i < times; ++i) result += text;
  return result;
}

// The code of the only report.
std::string code(const Reading& reading) {
  return reading.diagnostics().all().size() == 1 ? std::string(info(reading.only().code).id)
                                                 : "not one report";
}

TEST(Limits, Bytes) {
  EXPECT_THAT(Reading("a: 12\n", {.bytes = 6}).reports(), IsEmpty());
  const Reading reading("a: 123\n", {.bytes = 6});
  EXPECT_FALSE(reading.tree());
  EXPECT_THAT(reading.reports(), ElementsAre("E0103 opta.yaml:1:1 ``"));
}

TEST(Limits, Depth) {
  EXPECT_THAT(Reading("a: [[1]]\n", {.depth = 3}).reports(), IsEmpty());
  EXPECT_THAT(Reading("a: [[[1]]]\n", {.depth = 3}).reports(),
              ElementsAre("E0103 opta.yaml:1:6 `[`"));
  EXPECT_THAT(Reading("- - - - 1\n", {.depth = 3}).reports(),
              ElementsAre("E0103 opta.yaml:1:7 `-`"));
}

TEST(Limits, DepthCountsWhatAliasesStandFor) {
  EXPECT_THAT(Reading("a: &x [[1]]\nb: *x\n", {.depth = 3}).reports(), IsEmpty());
  EXPECT_THAT(Reading("a: &x [[1]]\nb: [*x]\n", {.depth = 3}).reports(),
              ElementsAre("E0103 opta.yaml:2:5 `*x`"));
}

TEST(Limits, Nodes) {
  EXPECT_THAT(Reading("[1, 2, 3]\n", {.nodes = 4}).reports(), IsEmpty());
  EXPECT_THAT(Reading("[1, 2, 3, 4]\n", {.nodes = 4}).reports(),
              ElementsAre("E0103 opta.yaml:1:11 `4`"));
}

TEST(Limits, NodesCountWhatAliasesStandFor) {
  EXPECT_THAT(Reading("[&x [1, 2], *x]\n", {.nodes = 7}).reports(), IsEmpty());
  EXPECT_THAT(Reading("[&x [1, 2], *x]\n", {.nodes = 6}).reports(),
              ElementsAre("E0103 opta.yaml:1:13 `*x`"));
}

TEST(Limits, NodesCountWhatIsMerged) {
  const std::string text = "a: &x {k: 1, l: 2}\nb: {<<: *x}\n";
  EXPECT_THAT(Reading(text, {.nodes = 19}).reports(), IsEmpty());
  EXPECT_THAT(Reading(text, {.nodes = 18}).reports(), ElementsAre("E0103 opta.yaml:2:5 `<<`"));
}

TEST(Limits, ScalarBytes) {
  EXPECT_THAT(Reading("a: 1234\n", {.scalar_bytes = 4}).reports(), IsEmpty());
  EXPECT_THAT(Reading("a: 12345\n", {.scalar_bytes = 4}).reports(),
              ElementsAre("E0103 opta.yaml:1:4 `12345`"));
}

TEST(Limits, TextBytesCountWhatAliasesStandFor) {
  EXPECT_THAT(Reading("[&x abcd, *x]\n", {.text_bytes = 8}).reports(), IsEmpty());
  EXPECT_THAT(Reading("[&x abcd, *x]\n", {.text_bytes = 7}).reports(),
              ElementsAre("E0103 opta.yaml:1:11 `*x`"));
}

TEST(Limits, ABillionLaughsStop) {
  std::string text = "a: &a [x, x, x, x, x, x, x, x, x]\n";
  for (char name = 'b'; name <= 'z'; ++name) {
    const std::string alias = std::string("*") + static_cast<char>(name - 1);
    text += std::string(1, name) + ": &" + name + " [" + alias + repeated(", " + alias, 8) + "]\n";
  }
  const Reading reading(text);
  EXPECT_FALSE(reading.tree());
  EXPECT_EQ(code(reading), "E0103");
  EXPECT_THAT(reading.only().notes,
              ElementsAre("an alias counts as much as the value it stands for"));
}

TEST(Limits, AMillionBytesAMillionTimesStop) {
  const Reading reading("a: &a \"" + repeated("x", 1'000'000) + "\"\nb: [" +
                        repeated("*a, ", 100'000) + "]\n");
  EXPECT_EQ(code(reading), "E0103");
}

TEST(Limits, AHundredThousandOpenBracketsStop) {
  for (const char* opener : {"[", "[\n", "{a: ", "- ", "? ", "[{? "}) {
    EXPECT_EQ(code(Reading(repeated(opener, 100'000))), "E0103") << opener;
  }
}

TEST(Limits, LargeFilesThatAreWellFormedAreRead) {
  std::string text;
  for (int i = 0; i < 100'000; ++i) text += "key" + std::to_string(i) + ": value\n";
  const Reading reading(text);
  EXPECT_THAT(reading.reports(), IsEmpty());
  EXPECT_EQ(reading.tree()->entries.size(), 100'000u);
}

TEST(Limits, ManyProblemsAreCountedNotKept) {
  const Reading reading(repeated("a: 1\n", 1000));
  EXPECT_EQ(reading.diagnostics().error_count(), 999u);
  EXPECT_EQ(reading.diagnostics().all().size(), Diagnostics::kKeptMax);
}

TEST(Limits, AMessageQuotesOnlyTheBeginningOfALongText) {
  const std::string key = repeated("é", 400);
  const Reading reading("? " + key + "\n: 1\n? " + key + "\n: 2\n");
  EXPECT_EQ(code(reading), "E0104");
  EXPECT_LT(reading.only().message.size(), 100u);
}

}  // namespace
}  // namespace opta::yaml
