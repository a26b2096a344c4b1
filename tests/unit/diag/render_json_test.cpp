#include "diag/render_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "diag/render_sarif.h"
#include "support.h"

namespace opta {
namespace {

using nlohmann::json;
using test::Text;

TEST(RenderJson, HasEveryFieldAlways) {
  const Text text("a: b\n日本: d\n");
  Diagnostics diagnostics;
  Diagnostic& one = diagnostics.report(Code::kDuplicateKey, text.at("d"), "first", "help");
  one.labels.push_back({text.at("a"), "label"});
  one.notes.emplace_back("note");
  diagnostics.report(Code::kAmbiguousScalar, {}, "nowhere");
  EXPECT_EQ(json::parse(render_json(diagnostics, text.sources)), json::parse(R"({
    "diagnostics": [
      {"code": "E0104", "severity": "error", "message": "first", "file": "opta.yaml", "line": 2, "column": 5,
       "end_line": 2, "end_column": 6, "notes": ["note"], "help": "help",
       "labels": [{"message": "label", "file": "opta.yaml", "line": 1, "column": 1, "end_line": 1, "end_column": 2}]},
      {"code": "W0101", "severity": "warning", "message": "nowhere", "file": null, "line": null, "column": null,
       "end_line": null, "end_column": null, "labels": [], "notes": [], "help": null}
    ], "errors": 1, "warnings": 1, "not_shown": 0})"));
}

TEST(RenderJson, OfNothingIsAnEmptyList) {
  EXPECT_EQ(json::parse(render_json({}, {})),
            json::parse(R"({"diagnostics": [], "errors": 0, "warnings": 0, "not_shown": 0})"));
}

TEST(RenderJson, NeverThrowsForBytesThatAreNotText) {
  const Text text("a\n", "\xFF.yaml");
  Diagnostics diagnostics;
  diagnostics.report(Code::kYamlEncoding, text.at("a"), "\xC3\x28", "\xFF")
      .notes.emplace_back("\x80");
  EXPECT_EQ(json::parse(render_json(diagnostics, text.sources))["diagnostics"][0]["message"],
            "\uFFFD(");
  EXPECT_TRUE(json::accept(render_sarif(diagnostics, text.sources)));
}

TEST(RenderSarif, HasRulesOfTheCodesUsedOnceAndLocations) {
  const Text text("a: b\nc: d\n", "my files/opta.yaml");
  Diagnostics diagnostics;
  diagnostics.report(Code::kAmbiguousScalar, text.at("d"), "second");
  Diagnostic& first = diagnostics.report(Code::kDuplicateKey, text.at("b"), "first", "mend it");
  first.labels.push_back({text.at("a"), "label"});
  first.notes.emplace_back("why");
  diagnostics.report(Code::kDuplicateKey, {}, "third");
  const json run = json::parse(render_sarif(diagnostics, text.sources))["runs"][0];

  const json& rules = run["tool"]["driver"]["rules"];
  ASSERT_EQ(rules.size(), 2u);
  EXPECT_EQ(rules[0]["id"], "E0104");
  EXPECT_EQ(rules[1]["id"], "W0101");
  EXPECT_EQ(rules[1]["defaultConfiguration"]["level"], "warning");

  ASSERT_EQ(run["results"].size(), 3u);
  const json& result = run["results"][0];
  EXPECT_EQ(result["ruleId"], "E0104");
  EXPECT_EQ(result["ruleIndex"], 0);
  EXPECT_EQ(result["level"], "error");
  EXPECT_EQ(result["message"]["text"], "first\nNote: why\nHelp: mend it");
  const json& place = result["locations"][0]["physicalLocation"];
  EXPECT_EQ(place["artifactLocation"]["uri"], "my%20files/opta.yaml");
  EXPECT_EQ(place["region"],
            json::parse(R"({"startLine": 1, "startColumn": 4, "endLine": 1, "endColumn": 5})"));
  EXPECT_EQ(result["relatedLocations"][0]["message"]["text"], "label");
  EXPECT_FALSE(run["results"][2].contains("locations"));
}

TEST(RenderSarif, SaysItsVersion) {
  const json log = json::parse(render_sarif({}, {}));
  EXPECT_EQ(log["version"], "2.1.0");
  EXPECT_EQ(log["runs"][0]["tool"]["driver"]["name"], "opta");
  EXPECT_EQ(log["runs"][0]["results"], json::array());
}

}  // namespace
}  // namespace opta
