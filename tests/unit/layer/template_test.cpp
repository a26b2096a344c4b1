#include "layer/template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace opta {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// "text:a", "name:vars.x:>5", "expression:module.a.b", "fault" with the place of each.
std::vector<std::string> pieces(std::string_view text) {
  std::vector<std::string> list;
  for (const TemplatePiece& piece : parse_template(text)) {
    std::string line;
    switch (piece.kind) {
      case TemplatePiece::Kind::kText:
        line = "text:" + piece.text;
        break;
      case TemplatePiece::Kind::kName:
        line = "name:" + piece.text + (piece.format.empty() ? "" : ":" + piece.format);
        break;
      case TemplatePiece::Kind::kExpression:
        line = "expression:" + piece.text;
        break;
      case TemplatePiece::Kind::kFault:
        line = "fault";
        EXPECT_FALSE(piece.text.empty());
        EXPECT_FALSE(piece.help.empty());
        break;
    }
    list.push_back(line + "@" + std::to_string(piece.begin) + "-" + std::to_string(piece.end));
  }
  return list;
}

TEST(Template, TextsAndNames) {
  EXPECT_THAT(pieces(""), IsEmpty());
  EXPECT_THAT(pieces("plain"), ElementsAre("text:plain@0-5"));
  EXPECT_THAT(pieces("{env}"), ElementsAre("name:env@0-5"));
  EXPECT_THAT(pieces("a-{vars.x}-b"),
              ElementsAre("text:a-@0-2", "name:vars.x@2-10", "text:-b@10-12"));
  EXPECT_THAT(pieces("{ env }"), ElementsAre("name:env@0-7"));
  EXPECT_THAT(pieces("{a}{b}"), ElementsAre("name:a@0-3", "name:b@3-6"));
}

TEST(Template, DoubledBracesMeanThemselves) {
  EXPECT_THAT(pieces("{{}}"), ElementsAre("text:{}@0-4"));
  EXPECT_THAT(pieces("{{env}}"), ElementsAre("text:{env}@0-7"));
  EXPECT_THAT(pieces("{{{env}}}"), ElementsAre("text:{@0-2", "name:env@2-7", "text:}@7-9"));
  EXPECT_THAT(pieces("$5 and $HOME"), ElementsAre("text:$5 and $HOME@0-12"));
}

TEST(Template, Formats) {
  EXPECT_THAT(pieces("{vars.n:>5}"), ElementsAre("name:vars.n:>5@0-11"));
  EXPECT_THAT(pieces("{vars.n:*^9}"), ElementsAre("name:vars.n:*^9@0-12"));
}

TEST(Template, Expressions) {
  EXPECT_THAT(pieces("${{module.a.b}}"), ElementsAre("expression:module.a.b@0-15"));
  EXPECT_THAT(pieces("x${{ upper(module.a.b) }}y"),
              ElementsAre("text:x@0-1", "expression:upper(module.a.b)@1-25", "text:y@25-26"));
  EXPECT_THAT(pieces("${{ f(\"}}\") }}"), ElementsAre("expression:f(\"}}\")@0-14"));
  EXPECT_THAT(pieces("${{ {a = 1} }}"), ElementsAre("expression:{a = 1}@0-14"));
}

TEST(Template, FaultsDoNotEndTheParse) {
  EXPECT_THAT(pieces("a}b{env}"),
              ElementsAre("text:a@0-1", "fault@1-2", "text:b@2-3", "name:env@3-8"));
  EXPECT_THAT(pieces("{env"), ElementsAre("fault@0-4"));
  EXPECT_THAT(pieces("{a{env}"), ElementsAre("fault@0-2", "name:env@2-7"));
  EXPECT_THAT(pieces("{}"), ElementsAre("fault@0-2"));
  EXPECT_THAT(pieces("{vars[x]}"), ElementsAre("fault@0-9"));
  EXPECT_THAT(pieces("{\"a\": 1}"), ElementsAre("fault@0-8"));
  EXPECT_THAT(pieces("{.a}"), ElementsAre("fault@0-4"));
  EXPECT_THAT(pieces("{a..b}"), ElementsAre("fault@0-6"));
  EXPECT_THAT(pieces("${{module.a.b}"), ElementsAre("fault@0-14"));
  EXPECT_THAT(pieces("${{}}"), ElementsAre("fault@0-5"));
}

TEST(Template, BracketsAreToldTheDottedForm) {
  EXPECT_EQ(parse_template("{vars[x]}")[0].help, "write `{vars.x}`");
}

TEST(Template, MostTextsAreNone) {
  EXPECT_FALSE(is_template("a $5 b"));
  EXPECT_TRUE(is_template("a } b"));
}

}  // namespace
}  // namespace opta
