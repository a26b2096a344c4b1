#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support.h"

namespace opta::yaml {
namespace {

using test::Reading;
using testing::ElementsAre;

struct Case {
  std::string name;
  std::string text;
  std::string report;  // as Reading::reports
  std::string message;
  std::vector<std::string> labels = {};  // as Reading::labels
};

void PrintTo(const Case& one, std::ostream* out) {
  *out << one.name;
}

class Syntax : public testing::TestWithParam<Case> {};

TEST_P(Syntax, SaysWhatAndWhere) {
  const Case& expected = GetParam();
  const Reading reading(expected.text);
  EXPECT_FALSE(reading.tree());
  EXPECT_THAT(reading.reports(), ElementsAre("E0101 " + expected.report));
  EXPECT_EQ(reading.only().message, expected.message);
  EXPECT_EQ(reading.labels(), expected.labels);
  EXPECT_NE(reading.only().help, "");
}

const Case kCases[] = {
    {"Tab", "a:\n\tb: 1\n", "opta.yaml:2:1 `\t`", "a tab in the indentation"},
    {"TabBehindSpaces", "a:\n  b: 1\n  \tc: 2\n", "opta.yaml:3:3 `\t`", "a tab in the indentation"},
    {"OpenQuote", "a: \"x\nb: 1\n", "opta.yaml:1:4 `\"`", "a quote that is never closed"},
    {"OpenSingleQuote", "a: 1\nb: 'it\n", "opta.yaml:2:4 `'`", "a quote that is never closed"},
    {"OpenQuoteBeforeAnother",
     "a: \"x\nb: \"y\"\n",
     "opta.yaml:2:5 `y\"`",
     "text behind the end of a value",
     {"opta.yaml:1:4 `\"`"}},
    {"TextBehindQuote", "a: \"x\" y\n", "opta.yaml:1:8 `y`", "text behind the end of a value"},
    {"OpenList", "a: [1, 2\n", "opta.yaml:1:4 `[`", "a list in brackets is never closed"},
    {"OpenListBeforeKey",
     "a: [1, 2\nbc: 3\n",
     "opta.yaml:2:1 `bc:`",
     "a `,` or `]` is missing before this",
     {"opta.yaml:1:4 `[`"}},
    {"OpenMap", "a: {b: 1\n", "opta.yaml:1:4 `{`", "a map in brackets is never closed"},
    {"MissingComma",
     "a: {b: 1 \"c\": 2}\n",
     "opta.yaml:1:10 `\"c\":`",
     "a `,` or `}` is missing before this",
     {"opta.yaml:1:4 `{`"}},
    {"CloseWithoutOpen", "a: ]\n", "opta.yaml:1:4 `]`", "a value is missing before this"},
    {"At", "a: @b\n", "opta.yaml:1:4 `@`", "a value cannot begin with `@`"},
    {"Percent", "a: %b\n", "opta.yaml:1:4 `%`", "a value cannot begin with `%`"},
    {"Star", "cron: * * *\n", "opta.yaml:1:7 `*`", "`*` begins an alias here, but no name follows"},
    {"Ampersand", "a: & b\n", "opta.yaml:1:4 `&`",
     "`&` begins an anchor here, but no name follows"},
    {"Escape",
     "a: \"C:\\data\"\n",
     "opta.yaml:1:7 `\\d`",
     "an escape that does not exist",
     {"opta.yaml:1:4 `\"`"}},
    {"BlockHeader", "a: | text\n", "opta.yaml:1:6 `text`",
     "the line of a `|` or `>` cannot be read"},
    {"TagHandle", "a: !foo!bar x\n", "opta.yaml:1:4 `!foo!bar`", "a tag that cannot be read"},
    {"Directive", "%FOO bar\n---\na: 1\n", "opta.yaml:1:1 `%FOO`",
     "a line that begins with `%` and cannot be read"},
    {"YamlVersion", "%YAML 9.0\n---\na: 1\n", "opta.yaml:1:1 `%YAML`",
     "a line that begins with `%` and cannot be read"},
    {"SecondColon",
     "a: b: c\n",
     "opta.yaml:1:5 `:`",
     "a second `:` in one line",
     {"opta.yaml:1:2 `:`"}},
    {"LineAboveWithoutColon",
     "foo\nbar: 1\n",
     "opta.yaml:2:1 `bar`",
     "a key that cannot stand here",
     {"opta.yaml:1:1 `foo`"}},
    {"LineAboveWithoutSpace",
     "a:1\nb: 2\n",
     "opta.yaml:2:1 `b`",
     "a key that cannot stand here",
     {"opta.yaml:1:2 `:`"}},
    {"KeyBelowAValue",
     "a: b\n\n  c: d\n",
     "opta.yaml:3:3 `c`",
     "a key that cannot stand here",
     {"opta.yaml:1:1 `a: b`"}},
    {"KeyBelowAnItem",
     "a:\n- b\n c: 1\n",
     "opta.yaml:3:2 `c`",
     "a key that cannot stand here",
     {"opta.yaml:2:1 `- b`"}},
    {"NoColon", "name: x\nfoo\nbar: 1\n", "opta.yaml:2:1 `foo`", "a line without a `:` among keys"},
    {"NoSpace", "name: x\nfoo:1\nbar: 1\n", "opta.yaml:2:4 `:`", "no space behind this colon"},
    {"Outdented",
     "a:\n    b: 1\n  cd: 2\n",
     "opta.yaml:3:3 `cd:`",
     "this does not belong to the map above it",
     {"opta.yaml:1:1 `a:`"}},
    {"KeyInAList",
     "- a\nb: 1\n",
     "opta.yaml:2:1 `b:`",
     "this does not belong to the list above it",
     {"opta.yaml:1:1 `-`"}},
    {"NoKey", "a: 1\n: 2\n", "opta.yaml:2:1 `:`", "a `:` without a key"},
    {"ListBehindAKey", "a: - b\n", "opta.yaml:1:4 `-`", "a list item that cannot stand here"},
    {"QuestionMark", "a: ? b\n", "opta.yaml:1:4 `?`", "a key that cannot stand here"},
    {"BehindTheEnd", "{a: 1} foo\n", "opta.yaml:1:8 `foo`", "text behind the end of the document"},
};

INSTANTIATE_TEST_SUITE_P(Cases, Syntax, testing::ValuesIn(kCases),
                         [](const testing::TestParamInfo<Case>& one) { return one.param.name; });

TEST(SyntaxError, ProblemsBeforeItAreReportedToo) {
  EXPECT_THAT(Reading("a: {x: 1, x: 2}\nb: yes\nc: @\n").reports(),
              ElementsAre("E0104 opta.yaml:1:11 `x`", "W0101 opta.yaml:2:4 `yes`",
                          "E0101 opta.yaml:3:4 `@`"));
}

}  // namespace
}  // namespace opta::yaml
