#include "diag/render_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/text.h"
#include "support.h"

namespace opta {
namespace {

using test::Text;

std::string render(const Text& text, const Diagnostic& diagnostic, int width = 80) {
  return render_text(diagnostic, text.sources, {.width = width});
}

TEST(RenderText, ShowsTheLineWithACaretAndWhatToDo) {
  const Text text("modules:\n  - type: k8s-cluster\n    max_nodes: many\n");
  const Diagnostic diagnostic{.code = Code::kWrongType,
                              .message = "`max_nodes` takes an integer, not text",
                              .span = text.at("many"),
                              .notes = {"the default is 5"},
                              .help = "write a number such as `5`"};
  EXPECT_EQ(render(text, diagnostic),
            R"(opta.yaml:3:16: error[E0203]: `max_nodes` takes an integer, not text
  3 |     max_nodes: many
    |                ^^^^
    = note: the default is 5
    = help: write a number such as `5`
)");
}

TEST(RenderText, ShowsALabelOnAnotherLineWithItsOwnSnippet) {
  std::string lines = "name: a\n";
  for (int i = 0; i < 8; ++i) lines += "\n";
  const Text text(lines + "nAme: b\n");
  const Diagnostic diagnostic{.code = Code::kDuplicateKey,
                              .message = "`name` is written twice",
                              .span = text.at("nAme"),
                              .labels = {{text.at("name"), "first written here"}}};
  EXPECT_EQ(render(text, diagnostic), R"(opta.yaml:10:1: error[E0104]: `name` is written twice
  10 | nAme: b
     | ^^^^
    opta.yaml:1:1: first written here
   1 | name: a
     | ----
)");
}

TEST(RenderText, ShowsALabelOnTheSameLineBelowTheCaret) {
  const Text text("{a: 1, b: 2}\n");
  const Diagnostic diagnostic{.code = Code::kFieldRelation,
                              .message = "too much",
                              .span = text.at("b: 2"),
                              .labels = {{text.at("a"), "with this"}}};
  EXPECT_EQ(render(text, diagnostic), R"(opta.yaml:1:8: error[E0504]: too much
  1 | {a: 1, b: 2}
    |        ^^^^
    |  - with this
)");
}

TEST(RenderText, ShowsLabelsOfOtherFiles) {
  Text text("path: env.yaml\n");
  const SourceId other = text.sources.add("env.yaml", "org: x\n");
  const Diagnostic diagnostic{.code = Code::kEnvironment,
                              .message = "m",
                              .span = text.at("env.yaml"),
                              .labels = {{{other, 0, 3}, "this file"}}};
  EXPECT_EQ(render(text, diagnostic), R"(opta.yaml:1:7: error[E0208]: m
  1 | path: env.yaml
    |       ^^^^^^^^
   env.yaml:1:1: this file
  1 | org: x
    | ---
)");
}

TEST(RenderText, WithoutAPlaceItIsTheMessageAlone) {
  const Text text("");
  EXPECT_EQ(
      render(text, {.code = Code::kUsage, .message = "no such command", .help = "see `opta help`"}),
      "error[E0001]: no such command\n    = help: see `opta help`\n");
}

TEST(RenderText, OfSeveralLinesItMarksTheFirst) {
  const Text text("list:\n  - a\n  - b\n");
  EXPECT_EQ(render(text, {.code = Code::kWrongType, .message = "m", .span = text.at("- a\n  - b")}),
            "opta.yaml:2:3: error[E0203]: m\n  2 |   - a\n    |   ^^^\n");
}

TEST(RenderText, AnEmptyPlaceHasOneCaret) {
  const Text text("key:\n");
  EXPECT_EQ(render(text, {.code = Code::kMissingKey, .message = "m", .span = {text.id, 4, 4}}),
            "opta.yaml:1:5: error[E0202]: m\n  1 | key:\n    |     ^\n");
  EXPECT_EQ(render(text, {.code = Code::kMissingKey, .message = "m", .span = {text.id, 5, 5}}),
            "opta.yaml:2:1: error[E0202]: m\n  2 |\n    | ^\n");
}

TEST(RenderText, MeasuresTabsWideCharactersAndControls) {
  const Text text("\t日本: \x1B[2Jé here\n");
  EXPECT_EQ(render(text, {.code = Code::kWrongType, .message = "m", .span = text.at("here")}),
            "opta.yaml:1:12: error[E0203]: m\n"
            "  1 |   日本: <1B>[2Jé here\n"
            "    |                  ^^^^\n");
}

TEST(RenderText, MarksBytesThatAreNotText) {
  const Text text("a: \xFF\xFE\n");
  EXPECT_EQ(render(text, {.code = Code::kYamlEncoding, .message = "m", .span = text.at("\xFE")}),
            "opta.yaml:1:5: error[E0102]: m\n  1 | a: <FF><FE>\n    |        ^^^^\n");
}

TEST(RenderText, CutsALongLineAroundThePlace) {
  const Text text("key: " + std::string(300, 'x') + " here " + std::string(300, 'y') + "\n");
  EXPECT_EQ(render(text, {.code = Code::kWrongType, .message = "m", .span = text.at("here")}, 40),
            "opta.yaml:1:307: error[E0203]: m\n"
            "  1 | ...xxxxxxx here yyyyyyyyyyyyyyy...\n"
            "    |            ^^^^\n");
}

TEST(RenderText, CutsOnlyTheEndWhenThePlaceIsNearTheBeginning) {
  const Text text("here " + std::string(100, 'y') + "\n");
  EXPECT_EQ(render(text, {.code = Code::kWrongType, .message = "m", .span = text.at("here")}, 40),
            "opta.yaml:1:1: error[E0203]: m\n"
            "  1 | here yyyyyyyyyyyyyyyyyyyyyyyyyy...\n"
            "    | ^^^^\n");
}

TEST(RenderText, CutsOnlyTheBeginningWhenThePlaceIsNearTheEnd) {
  const Text text(std::string(100, 'x') + " here\n");
  EXPECT_EQ(render(text, {.code = Code::kWrongType, .message = "m", .span = text.at("here")}, 40),
            "opta.yaml:1:102: error[E0203]: m\n"
            "  1 | ...xxxxxxxxxxxxxxxxxxxxxxxxxx here\n"
            "    |                               ^^^^\n");
}

TEST(RenderText, NoLineOfASnippetIsWiderThanTheTerminal) {
  const Text text(std::string(5000, 'x') + "日本日本日本日本日本日本日本日本日本日本" +
                  std::string(5000, 'y'));
  for (std::uint32_t begin = 0; begin < 10'000; begin += 997) {
    for (const std::uint32_t size : {1u, 40u, 4000u}) {
      const std::string out = render(
          text, {.code = Code::kWrongType, .message = "m", .span = {text.id, begin, begin + size}},
          50);
      std::size_t at = out.find('\n') + 1;  // the headline is not cut
      while (at < out.size()) {
        const std::size_t end = out.find('\n', at);
        EXPECT_LE(display_width(std::string_view(out).substr(at, end - at)), 50u) << out;
        at = end + 1;
      }
      EXPECT_NE(out.find('^'), std::string::npos) << out;
    }
  }
}

TEST(RenderText, KeepsLongRemarksInTheirColumnAndTerminalsSafe) {
  const Text text("");
  const Diagnostic diagnostic{
      .code = Code::kGitSource, .message = "git said\nno \x1B[31m", .notes = {"one\ntwo\n"}};
  EXPECT_EQ(render(text, diagnostic),
            "error[E0210]: git said\n"
            "  no <1B>[31m\n"
            "    = note: one\n"
            "            two\n");
}

TEST(RenderText, PaintsOnlyWhenAsked) {
  const Text text("a: b\n");
  const Diagnostic diagnostic{
      .code = Code::kAmbiguousScalar, .message = "m", .span = text.at("b"), .help = "h"};
  const std::string plain = render(text, diagnostic);
  EXPECT_EQ(plain.find('\x1B'), std::string::npos);
  std::string painted = render_text(diagnostic, text.sources, {.colour = true, .width = 80});
  EXPECT_NE(painted.find("\x1b[1;33mwarning[W0101]\x1b[0m"), std::string::npos);
  for (std::size_t at = painted.find('\x1B'); at != std::string::npos; at = painted.find('\x1B')) {
    painted.erase(at, painted.find('m', at) + 1 - at);
  }
  EXPECT_EQ(painted, plain);
}

TEST(RenderText, OfAllSortsAndCounts) {
  const Text text("a: b\nc: d\n");
  Diagnostics diagnostics;
  EXPECT_EQ(render_text(diagnostics, text.sources, {}), "");
  diagnostics.report(Code::kAmbiguousScalar, text.at("d"), "second");
  diagnostics.report(Code::kWrongType, text.at("b"), "first");
  EXPECT_EQ(render_text(diagnostics, text.sources, {}), R"(opta.yaml:1:4: error[E0203]: first
  1 | a: b
    |    ^

opta.yaml:2:4: warning[W0101]: second
  2 | c: d
    |    ^

1 error, 1 warning
)");
}

TEST(RenderText, SaysHowManyAreNotShown) {
  const Text text("a\n");
  Diagnostics diagnostics;
  for (std::size_t i = 0; i < Diagnostics::kKeptMax + 3; ++i)
    diagnostics.report(Code::kWrongType, text.at("a"), "m");
  EXPECT_THAT(render_text(diagnostics, text.sources, {}),
              testing::EndsWith("203 errors (3 more not shown)\n"));
}

}  // namespace
}  // namespace opta
