// Values against shapes, by a module that has one input of each.
#include "layer/check_value.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "front_fixture.h"

namespace opta {
namespace {

using test::environment;
using test::Front;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kModule = R"(type: aws-x
cloud: aws
summary: A thing with one input of each kind
inputs:
  text: {type: string}
  code: {type: string, pattern: '[a-z]{3}'}
  kind: {type: string, one_of: [small, medium, large]}
  version: {type: string, one_of: ["1.30", "1.31"]}
  block: {type: string, format: ipv4-cidr}
  domain: {type: string, format: domain-name}
  count: {type: integer, minimum: 1, maximum: 16}
  days: {type: integer, one_of: [1, 16, 30]}
  ratio: {type: number, minimum: 0, maximum: 1}
  flag: {type: boolean}
  few: {type: list, items: {type: integer}, min_items: 1, max_items: 3}
  labels: {type: map, items: {type: string}}
  rule:
    type: object
    fields:
      key: {type: string, required: true}
      weight: {type: integer, default: 7}
  either: {any_of: [{type: integer}, {type: list, items: {type: string}}]}
  anything: {type: any}
)";

Front front(const std::string& inputs) {
  return Front(environment("  - type: aws-x\n    name: x\n    " + inputs + "\n"),
               {{"modules/aws/x/module.yaml", kModule}});
}

TEST(CheckValue, TextsTakeScalarsAsTheyWereWritten) {
  EXPECT_EQ(front("text: 1.10").argument("x", "text").text, "1.10");
  EXPECT_EQ(front("text: true").argument("x", "text").text, "true");
  EXPECT_EQ(front("version: 1.30").argument("x", "version").kind, ValueKind::kString);
  EXPECT_THAT(front("text: [a]").reports(), ElementsAre("E0203 opta.yaml:7:11 `[a]`"));
  EXPECT_THAT(front("text: {a: b}").reports(), ElementsAre("E0203 opta.yaml:7:11 `{a: b}`"));
}

TEST(CheckValue, PatternsMatchTheWholeText) {
  EXPECT_THAT(front("code: abc").reports(), IsEmpty());
  EXPECT_THAT(front("code: abcd").reports(), ElementsAre("E0204 opta.yaml:7:11 `abcd`"));
}

TEST(CheckValue, AChoiceIsSuggested) {
  const Front typo = front("kind: smal");
  EXPECT_THAT(typo.reports(), ElementsAre("E0204 opta.yaml:7:11 `smal`"));
  EXPECT_THAT(typo.error().help, HasSubstr("did you mean `small`?"));
  EXPECT_THAT(front("kind: huge").error().help, HasSubstr("`small`, `medium` or `large`"));
}

TEST(CheckValue, FormatsHaveTheirCode) {
  EXPECT_THAT(front("block: 10.0.0.1/16").reports(),
              ElementsAre("E0502 opta.yaml:7:12 `10.0.0.1/16`"));
  EXPECT_THAT(front("domain: no domain").reports(),
              ElementsAre("E0204 opta.yaml:7:13 `no domain`"));
}

TEST(CheckValue, NumbersMayBeQuoted) {
  for (const char* text : {"count: 16", "count: '16'", "count: ' 16 '", "count: 0x10"}) {
    const Front given = front(text);
    EXPECT_THAT(given.reports(), IsEmpty()) << text;
    EXPECT_EQ(given.argument("x", "count").kind, ValueKind::kInteger) << text;
    EXPECT_EQ(given.argument("x", "count").integer, 16) << text;
  }
  EXPECT_THAT(front("days: ' 16'").reports(), IsEmpty());
  EXPECT_THAT(front("ratio: '0.25'").reports(), IsEmpty());
  EXPECT_EQ(front("ratio: '0.25'").argument("x", "ratio").number, 0.25);
  for (const char* text : {"count: many", "count: 1.5", "count: '010'", "count: ''", "count: true",
                           "ratio: .inf", "ratio: nan", "ratio: inf"}) {
    const Front given = front(text);
    ASSERT_EQ(given.diagnostics.error_count(), 1u) << text;
    EXPECT_EQ(given.error().code, Code::kWrongType) << text;
  }
}

TEST(CheckValue, RangesSayTheirBounds) {
  for (const char* text : {"count: 0", "count: 17", "count: '17'", "count: -1", "ratio: 1.01"}) {
    const Front given = front(text);
    ASSERT_EQ(given.diagnostics.error_count(), 1u) << text;
    EXPECT_EQ(given.error().code, Code::kOutOfRange) << text;
  }
  EXPECT_THAT(front("count: 17").error().help, HasSubstr("from 1 to 16"));
  EXPECT_THAT(front("days: 2").reports(), ElementsAre("E0204 opta.yaml:7:11 `2`"));
}

TEST(CheckValue, BooleansMayBeQuoted) {
  EXPECT_TRUE(front("flag: 'True'").argument("x", "flag").boolean);
  EXPECT_EQ(front("flag: 'false'").argument("x", "flag").kind, ValueKind::kBoolean);
  EXPECT_THAT(front("flag: 1").reports(), ElementsAre("E0203 opta.yaml:7:11 `1`"));
}

TEST(CheckValue, ListsAndMapsAreCheckedItemByItem) {
  EXPECT_THAT(front("few: [1, two, 3.5]").reports(),
              ElementsAre("E0203 opta.yaml:7:14 `two`", "E0203 opta.yaml:7:19 `3.5`"));
  EXPECT_THAT(front("few: []").reports(), ElementsAre("E0505 opta.yaml:7:10 `[]`"));
  EXPECT_THAT(front("few: [1, 2, 3, 4]").reports(),
              ElementsAre("E0505 opta.yaml:7:10 `[1, 2, 3, 4]`"));
  EXPECT_THAT(front("few: 1").reports(), ElementsAre("E0203 opta.yaml:7:10 `1`"));
  const Front labels = front("labels: {a: [1], b: 2}");
  EXPECT_THAT(labels.reports(), ElementsAre("E0203 opta.yaml:7:17 `[1]`"));
  EXPECT_THAT(labels.error().message, HasSubstr("`labels.a`"));
}

TEST(CheckValue, AnObjectHasAllItsFieldsInTheirOrder) {
  const Front given = front("rule: {weight: 1, key: a}");
  const Value& rule = given.argument("x", "rule");
  ASSERT_EQ(rule.entries.size(), 2u);
  EXPECT_EQ(rule.entries[0].key, "key");
  EXPECT_EQ(rule.entries[1].value.integer, 1);
  const Front defaulted = front("rule: {key: a}");
  EXPECT_EQ(defaulted.argument("x", "rule.weight").integer, 7);
  EXPECT_EQ(defaulted.text(defaulted.argument("x", "rule.weight").span), "{key: a}");
}

TEST(CheckValue, AnObjectReportsEveryKey) {
  const Front given = front("rule: {wieght: 1, colour: red}");
  EXPECT_THAT(given.reports(),
              ElementsAre("E0202 opta.yaml:7:11 `{wieght: 1, colour: red}`",
                          "E0201 opta.yaml:7:12 `wieght`", "E0201 opta.yaml:7:23 `colour`"));
  EXPECT_THAT(given.error().help, HasSubstr("`weight`"));
}

TEST(CheckValue, AlternativesAreTriedInTurn) {
  EXPECT_EQ(front("either: '5'").argument("x", "either").kind, ValueKind::kInteger);
  EXPECT_EQ(front("either: [a]").argument("x", "either").kind, ValueKind::kList);
  const Front wrong = front("either: {a: b}");
  EXPECT_THAT(wrong.reports(), ElementsAre("E0203 opta.yaml:7:13 `{a: b}`"));
  EXPECT_THAT(wrong.error().message, HasSubstr("an integer or a list"));
}

TEST(CheckValue, ANullIsNotGiven) {
  EXPECT_EQ(front("count: null").argument("x", "count").kind, ValueKind::kNull);
  EXPECT_EQ(front("few: ~").argument("x", "few").kind, ValueKind::kNull);
}

TEST(CheckValue, WhatIsKnownLaterIsLeftToTerraform) {
  const Front given(environment("  - type: base\n  - type: aws-x\n    name: x\n    count: "
                                "\"${{module.base.vpc_id}}\"\n"),
                    {{"modules/aws/x/module.yaml", kModule}});
  EXPECT_THAT(given.reports(), IsEmpty());
  EXPECT_NE(given.argument("x", "count").whole_reference(), nullptr);
}

TEST(CheckValue, AnyTakesAll) {
  EXPECT_THAT(front("anything: [1, {a: b}]").reports(), IsEmpty());
}

}  // namespace
}  // namespace opta
