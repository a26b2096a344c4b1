#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support.h"

namespace opta::yaml {
namespace {

using test::Reading;
using testing::ElementsAre;
using testing::IsEmpty;

TEST(DuplicateKey, IsReportedAtTheSecondWithALabelAtTheFirst) {
  const Reading reading("name: a\nother: 1\nname: b\n");
  EXPECT_THAT(reading.reports(), ElementsAre("E0104 opta.yaml:3:1 `name`"));
  EXPECT_THAT(reading.labels(), ElementsAre("opta.yaml:1:1 `name`"));
  EXPECT_EQ(reading.only().message, "`name` is written twice");
}

TEST(DuplicateKey, TheFirstWinsAndReadingGoesOn) {
  const Reading reading("a: 1\na: 2\nb: {x: 1, 'x': 2, x: 3}\nc: 3\n");
  EXPECT_EQ(reading.diagnostics().error_count(), 3u);
  EXPECT_EQ(reading.at({"a"}).integer, 1);
  EXPECT_EQ(reading.at({"b"}).entries.size(), 1u);
  EXPECT_EQ(reading.at({"c"}).integer, 3);
}

TEST(DuplicateKey, OfAnAliasedMapIsReportedOnce) {
  EXPECT_THAT(Reading("a: &x {k: 1, k: 2}\nb: *x\nc: *x\n").reports(),
              ElementsAre("E0104 opta.yaml:1:14 `k`"));
}

TEST(Key, MustBeAWord) {
  const Reading reading("[a]: 1\n{b: 1}: 2\n? - c\n: 3\n\"\": 4\nok: 5\n");
  EXPECT_THAT(reading.reports(),
              ElementsAre("E0107 opta.yaml:1:1 `[a]`", "E0107 opta.yaml:2:1 `{b: 1}`",
                          "E0107 opta.yaml:3:3 `- c`", "E0107 opta.yaml:5:1 `\"\"`"));
  ASSERT_EQ(reading.tree()->entries.size(), 1u);
  EXPECT_EQ(reading.at({"ok"}).integer, 5);
}

TEST(Key, ATemplateWithoutQuotesIsExplained) {
  const Reading reading("a: {{ name }}\n");
  EXPECT_THAT(reading.reports(), ElementsAre("E0107 opta.yaml:1:5 `{ name }`"));
  EXPECT_EQ(reading.only().help, "a key is a word; if a template was meant, put it in quotes");
}

TEST(Key, MayBeAnAliasOfAWord) {
  const Reading reading("a: &k word\n*k : 1\n");
  EXPECT_THAT(reading.reports(), IsEmpty());
  EXPECT_EQ(reading.at({"word"}).integer, 1);
}

TEST(Merge, FillsInAMapAndExplicitKeysWin) {
  const Reading reading("base: &base {a: 1, b: 2}\nder:\n  b: 3\n  <<: *base\n  c: 4\n");
  EXPECT_THAT(reading.reports(), IsEmpty());
  const Node& map = reading.at({"der"});
  ASSERT_EQ(map.entries.size(), 3u);
  EXPECT_EQ(map.find("a")->integer, 1);
  EXPECT_EQ(map.find("b")->integer, 3);
  EXPECT_EQ(map.find("c")->integer, 4);
  EXPECT_EQ(reading.place(map.find("a")->span), "opta.yaml:1:17");
}

TEST(Merge, TakesAListInWhichTheEarlierMapWins) {
  const Reading reading("x: &x {a: 1}\ny: &y {a: 2, b: 2}\nz:\n  <<: [*x, *y, {c: 3}]\n");
  EXPECT_THAT(reading.reports(), IsEmpty());
  EXPECT_EQ(reading.at({"z", "a"}).integer, 1);
  EXPECT_EQ(reading.at({"z", "b"}).integer, 2);
  EXPECT_EQ(reading.at({"z", "c"}).integer, 3);
}

TEST(Merge, PassesOnWhatWasMerged) {
  const Reading reading("a: &a {k: 1}\nb: &b {<<: *a, l: 2}\nc: {<<: *b}\n");
  EXPECT_EQ(reading.at({"c", "k"}).integer, 1);
  EXPECT_EQ(reading.at({"c", "l"}).integer, 2);
}

TEST(Merge, RefusesOtherTypes) {
  EXPECT_THAT(Reading("<<: 3\n").reports(), ElementsAre("E0107 opta.yaml:1:1 `<<`"));
  EXPECT_THAT(Reading("<<:\n").reports(), ElementsAre("E0107 opta.yaml:1:1 `<<`"));
  const Reading reading("a: &a text\nb:\n  <<: [{k: 1}, *a]\n");
  EXPECT_THAT(reading.reports(), ElementsAre("E0107 opta.yaml:3:3 `<<`"));
  EXPECT_THAT(reading.labels(), ElementsAre("opta.yaml:1:7 `text`"));
  EXPECT_EQ(reading.at({"b", "k"}).integer, 1);
}

TEST(Merge, TwiceIsADuplicateKey) {
  EXPECT_THAT(Reading("a: {<<: {x: 1}, <<: {y: 1}}\n").reports(),
              ElementsAre("E0104 opta.yaml:1:17 `<<`"));
}

TEST(Merge, QuotedItIsAnOrdinaryKey) {
  const Reading reading("\"<<\": 3\n!!str <<: 4\n");
  EXPECT_THAT(reading.reports(), ElementsAre("E0104 opta.yaml:2:7 `<<`"));
  EXPECT_EQ(reading.at({"<<"}).integer, 3);
}

TEST(Alias, IsACopyThatPointsAtTheAnchorsText) {
  const Reading reading("a: &x [1, {b: c}]\nd: *x\ne: *x\n");
  EXPECT_THAT(reading.reports(), IsEmpty());
  for (const char* key : {"a", "d", "e"}) {
    EXPECT_EQ(reading.place(reading.at({key}).span), "opta.yaml:1:7");
    EXPECT_EQ(reading.at({key}).items.at(1).find("b")->text, "c");
  }
}

TEST(Alias, MeansTheNearestAnchorAboveIt) {
  const Reading reading("a: &x 1\nb: *x\nc: &x 2\nd: *x\n");
  EXPECT_EQ(reading.at({"b"}).integer, 1);
  EXPECT_EQ(reading.at({"d"}).integer, 2);
}

TEST(Alias, OfAnInnerAnchorOfTheSameNameIsTheInnerOne) {
  EXPECT_EQ(Reading("a: &x [&x 1]\nb: *x\n").at({"b"}).integer, 1);
}

TEST(Alias, WithoutAnAnchorIsReported) {
  const Reading reading("a: &defaults 1\nb: *default\nc: 2\n");
  EXPECT_THAT(reading.reports(), ElementsAre("E0105 opta.yaml:2:4 `*default`"));
  EXPECT_EQ(reading.only().help, "did you mean `defaults`?");
  EXPECT_EQ(reading.at({"c"}).integer, 2);
}

TEST(Alias, BeforeItsAnchorShowsWhereThatComes) {
  const Reading reading("a: *x\nb: &x 1\n");
  EXPECT_THAT(reading.reports(), ElementsAre("E0105 opta.yaml:1:4 `*x`"));
  EXPECT_THAT(reading.labels(), ElementsAre("opta.yaml:2:4 `&x`"));
}

TEST(Alias, InsideItsOwnAnchorIsReportedAtBothPlaces) {
  const Reading reading("a: &x\n  b: *x\n");
  EXPECT_THAT(reading.reports(), ElementsAre("E0105 opta.yaml:2:6 `*x`"));
  EXPECT_THAT(reading.labels(), ElementsAre("opta.yaml:1:4 `&x`"));
}

TEST(Alias, ThatIsUnknownCausesNoSecondErrorInAMerge) {
  EXPECT_THAT(Reading("a: {<<: *x}\n").reports(), ElementsAre("E0105 opta.yaml:1:9 `*x`"));
}

}  // namespace
}  // namespace opta::yaml
