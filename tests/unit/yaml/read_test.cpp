#include "yaml/read.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support.h"

namespace opta::yaml {
namespace {

using test::Reading;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(Read, MakesATreeInTheOrderWritten) {
  const Reading reading("name: staging\nnodes: 3\nzones: [a, b]\nempty:\n");
  ASSERT_TRUE(reading.tree());
  EXPECT_THAT(reading.reports(), IsEmpty());
  EXPECT_EQ(reading.tree()->kind, Kind::kMap);
  ASSERT_EQ(reading.tree()->entries.size(), 4u);
  EXPECT_EQ(reading.tree()->entries[1].key, "nodes");
  EXPECT_EQ(reading.at({"name"}).text, "staging");
  EXPECT_EQ(reading.at({"nodes"}).integer, 3);
  EXPECT_EQ(reading.at({"zones"}).items[1].text, "b");
  EXPECT_EQ(reading.at({"empty"}).kind, Kind::kNull);
  EXPECT_EQ(reading.tree()->find("none"), nullptr);
}

TEST(Read, SpansAreTheValuesAlone) {
  const Reading reading(
      "plain: two words  # why\n"
      "quoted: \"a b\"\n"
      "flow: {a: [1, 2]}\n"
      "block: |\n  line\n\n"
      "list:\n  - x\n  - y: z\n\n"
      "none:\n");
  EXPECT_EQ(reading.text(reading.at({"plain"}).span), "two words");
  EXPECT_EQ(reading.text(reading.at({"quoted"}).span), "\"a b\"");
  EXPECT_EQ(reading.text(reading.at({"flow"}).span), "{a: [1, 2]}");
  EXPECT_EQ(reading.text(reading.at({"flow", "a"}).span), "[1, 2]");
  EXPECT_EQ(reading.text(reading.at({"block"}).span), "|\n  line");
  EXPECT_EQ(reading.text(reading.at({"list"}).span), "- x\n  - y: z");
  EXPECT_EQ(reading.text(reading.at({"list"}).items[1].span), "y: z");
  EXPECT_EQ(reading.place(reading.at({"none"}).span), "opta.yaml:11:6");
  EXPECT_EQ(reading.text(reading.tree()->entries[3].key_span), "block");
}

TEST(Read, SpansLeaveOutAnchorsAndTags) {
  const Reading reading("a: &x !!str 12\nb: &y  # why\n  c: 1\nd: !!seq [1]\ne: &z\n");
  EXPECT_EQ(reading.text(reading.at({"a"}).span), "12");
  EXPECT_EQ(reading.text(reading.at({"b"}).span), "c: 1");
  EXPECT_EQ(reading.text(reading.at({"d"}).span), "[1]");
  EXPECT_EQ(reading.text(reading.at({"e"}).span), "");
}

TEST(Read, SpansCountBytesBehindWideText) {
  const Reading reading("# 日本語 é\n日本: 'ü'\nend: x\n");
  EXPECT_EQ(reading.text(reading.tree()->entries[0].key_span), "日本");
  EXPECT_EQ(reading.text(reading.at({"日本"}).span), "'ü'");
  EXPECT_EQ(reading.text(reading.at({"end"}).span), "x");
  EXPECT_EQ(reading.place(reading.at({"日本"}).span), "opta.yaml:2:5");
}

TEST(Read, SpansHoldFarBehindWideText) {
  std::string text;
  for (int i = 0; i < 1000; ++i) text += "# ümlaut\n";
  const Reading reading(text + "key: value\n");
  EXPECT_EQ(reading.text(reading.at({"key"}).span), "value");
}

TEST(Read, SkipsAByteOrderMarkAndTakesWindowsLineEnds) {
  const Reading reading("\xEF\xBB\xBFname: x\r\nlist:\r\n  - a\r\n");
  EXPECT_THAT(reading.reports(), IsEmpty());
  EXPECT_EQ(reading.text(reading.at({"name"}).span), "x");
  EXPECT_EQ(reading.at({"list"}).items[0].text, "a");
}

TEST(Read, KeepsTheStyle) {
  const Reading reading("a: x\nb: 'x'\nc: |\n  x\nd: [1]\ne:\n  - 1\nf: !!str x\n");
  EXPECT_EQ(reading.at({"a"}).style, Style::kPlain);
  EXPECT_EQ(reading.at({"b"}).style, Style::kQuoted);
  EXPECT_EQ(reading.at({"c"}).style, Style::kBlock);
  EXPECT_EQ(reading.at({"d"}).style, Style::kPlain);
  EXPECT_EQ(reading.at({"e"}).style, Style::kBlock);
  EXPECT_EQ(reading.at({"f"}).style, Style::kQuoted);
}

TEST(Read, UnescapesText) {
  const Reading reading("a: \"x\\n\\u00e9\\\"\"\nb: 'it''s'\nc: >-\n  one\n  two\n");
  EXPECT_EQ(reading.at({"a"}).text, "x\né\"");
  EXPECT_EQ(reading.at({"b"}).text, "it's");
  EXPECT_EQ(reading.at({"c"}).text, "one two");
}

TEST(Read, RefusesAnEmptyFile) {
  for (const char* text : {"", "\n\n", "# only a comment\n", "---\n", "--- # nothing\n...\n"}) {
    const Reading reading(text);
    EXPECT_FALSE(reading.tree()) << text;
    EXPECT_THAT(reading.reports(), ElementsAre("E0106 opta.yaml:1:1 ``")) << text;
  }
}

TEST(Read, AnExplicitNullIsADocument) {
  const Reading reading("~\n");
  ASSERT_TRUE(reading.tree());
  EXPECT_EQ(reading.tree()->kind, Kind::kNull);
}

TEST(Read, RefusesASecondDocumentAndKeepsTheFirst) {
  const Reading reading("---\na: 1\n---\nb: 2\n");
  EXPECT_THAT(reading.reports(), ElementsAre("E0106 opta.yaml:3:1 `---`"));
  EXPECT_EQ(reading.at({"a"}).integer, 1);
}

TEST(Read, RefusesBytesThatAreNotText) {
  EXPECT_THAT(Reading("a: \xFF\n").reports(), ElementsAre("E0102 opta.yaml:1:4 `\xFF`"));
  EXPECT_THAT(Reading("a: b\nc: \xC3\x28\n").reports(), ElementsAre("E0102 opta.yaml:2:4 `\xC3`"));
  EXPECT_THAT(Reading("a: \xED\xA0\x80\n").reports(), ElementsAre("E0102 opta.yaml:1:4 `\xED`"));
  EXPECT_THAT(Reading("a: \x1B[0m\n").reports(), ElementsAre("E0102 opta.yaml:1:4 `\x1B`"));
  EXPECT_THAT(Reading("é: \x7F\n").reports(), ElementsAre("E0102 opta.yaml:1:4 `\x7F`"));
  EXPECT_THAT(Reading("a: \xC2\x9B\n").reports(), ElementsAre("E0102 opta.yaml:1:4 `\xC2\x9B`"));
  EXPECT_THAT(Reading("a: \xEF\xBB\xBF\n").reports(),
              ElementsAre("E0102 opta.yaml:1:4 `\xEF\xBB\xBF`"));
  const Reading nul(std::string("a: x\0y\n", 7));
  EXPECT_THAT(nul.reports(), ElementsAre("E0102 opta.yaml:1:5 `" + std::string(1, '\0') + "`"));
  EXPECT_FALSE(nul.tree());
}

TEST(Read, RefusesANulThatAnEscapeMakes) {
  EXPECT_THAT(Reading("a: \"x\\0\"\n").reports(), ElementsAre("E0102 opta.yaml:1:4 `\"x\\0\"`"));
}

TEST(Read, NamesUtf16) {
  const Reading reading(
      std::string("\xFF\xFE"
                  "a\0:\0",
                  6));
  EXPECT_EQ(reading.only().message, "the file looks like UTF-16");
}

TEST(Describe, NamesEachKindWithAnArticle) {
  EXPECT_EQ(describe(Kind::kInteger), "an integer");
  EXPECT_EQ(describe(Kind::kMap), "a map");
}

}  // namespace
}  // namespace opta::yaml
