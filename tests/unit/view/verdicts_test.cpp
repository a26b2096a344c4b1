#include "verdicts.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "view/verdicts_sarif.h"

namespace opta {
namespace {

using nlohmann::json;
using test::Judged;
using testing::HasSubstr;
using testing::Not;

TEST(VerdictsView, NamesThePlaceAsDiagnosticsDo) {
  const Judged judged;
  const std::string text = verdicts_text(judged.verdicts, judged.notes);
  EXPECT_THAT(text, HasSubstr("broken: module.site.aws_s3_bucket.this[\"<a|b>\"], "
                              "my app/opta.yaml:3:26\n"));
  EXPECT_THAT(text, HasSubstr("not known yet: module.db.aws_rds_cluster.this\n"));
  const json all = json::parse(verdicts_json(judged.verdicts, judged.notes));
  EXPECT_EQ(all["promises"][1]["cases"][1]["place"],
            (json{{"file", "my app/opta.yaml"}, {"line", 3}, {"column", 26}}));
  EXPECT_TRUE(all["promises"][2]["cases"][0]["place"].is_null());
}

TEST(VerdictsView, WithoutAFileHasNoPlaces) {
  const Judged judged;
  EXPECT_THAT(verdicts_text(judged.verdicts, {}), Not(HasSubstr("opta.yaml")));
}

// What the schema of SARIF 2.1.0 requires of the parts that we write, and where it closes a list.
void expect_sarif(const json& document) {
  EXPECT_EQ(document.at("version"), "2.1.0");
  const json& run = document.at("runs").at(0);
  const json& driver = run.at("tool").at("driver");
  EXPECT_TRUE(driver.at("name").is_string());
  for (const json& rule : driver.at("rules")) {
    EXPECT_TRUE(rule.at("id").is_string());
    for (const char* text : {"shortDescription", "fullDescription", "help"})
      EXPECT_TRUE(rule.at(text).at("text").is_string());
    EXPECT_TRUE(rule.at("help").at("markdown").is_string());
    for (const auto& [name, value] : rule.items()) {
      EXPECT_THAT((std::vector<std::string>{"id", "shortDescription", "fullDescription", "help",
                                            "defaultConfiguration", "properties"}),
                  testing::Contains(name));
    }
  }
  for (const json& result : run.at("results")) {
    EXPECT_TRUE(result.at("message").at("text").is_string());
    const std::string kind = result.at("kind");
    EXPECT_EQ(result.at("level"), kind == "fail" ? "error" : "none");
    const auto index = result.at("ruleIndex").get<std::size_t>();
    EXPECT_EQ(driver.at("rules").at(index).at("id"), result.at("ruleId"));
    for (const json& location : result.at("locations")) {
      EXPECT_TRUE(location.at("logicalLocations").at(0).at("fullyQualifiedName").is_string());
      if (!location.contains("physicalLocation")) continue;  // decided on no file
      const json& physical = location.at("physicalLocation");
      EXPECT_EQ(physical.at("artifactLocation").at("uri").get<std::string>().find(' '),
                std::string::npos);
      EXPECT_GE(physical.at("region").at("startLine"), 1);
      EXPECT_GE(physical.at("region").value("startColumn", 1), 1);
    }
    if (!result.contains("suppressions")) continue;
    EXPECT_THAT((std::vector<std::string>{"inSource", "external"}),
                testing::Contains(result["suppressions"].at(0).at("kind")));
  }
}

TEST(VerdictsSarif, HasARuleAPromiseAndAResultACaseThatIsNotHeld) {
  const Judged judged;
  const json document = json::parse(verdicts_sarif(judged.verdicts, judged.notes));
  expect_sarif(document);
  const json& run = document["runs"][0];
  EXPECT_EQ(run["tool"]["driver"]["rules"].size(), 4u);
  EXPECT_EQ(run["tool"]["driver"]["rules"][0]["properties"]["controls"], json{"SOC 2 CC6.1"});
  ASSERT_EQ(run["results"].size(), 2u);
  const json& broken = run["results"][0];
  EXPECT_EQ(broken["ruleId"], "B-01");
  EXPECT_EQ(broken["kind"], "fail");
  EXPECT_THAT(broken["message"]["text"].get<std::string>(), HasSubstr("internet -> <b>x|y"));
  const json& location = broken["locations"][0];
  EXPECT_EQ(location["physicalLocation"]["artifactLocation"]["uri"], "my%20app/opta.yaml");
  EXPECT_EQ(location["physicalLocation"]["region"]["startLine"], 3);
  EXPECT_FALSE(broken.contains("suppressions"));
  EXPECT_EQ(run["results"][1]["kind"], "review");
  EXPECT_FALSE(run["results"][1]["locations"][0].contains("physicalLocation"));
}

// GitHub refuses a result without a file and a line.
TEST(VerdictsSarif, NamesTheFileWhereNoPlaceDecides) {
  Judged judged;
  judged.notes.file = "my plan.json";
  json document = json::parse(verdicts_sarif(judged.verdicts, judged.notes));
  expect_sarif(document);
  const json& results = document["runs"][0]["results"];
  const json& placed = results[0]["locations"][0]["physicalLocation"];
  EXPECT_EQ(placed["artifactLocation"]["uri"], "my%20app/opta.yaml");
  const json& unplaced = results[1]["locations"][0]["physicalLocation"];
  EXPECT_EQ(unplaced["artifactLocation"]["uri"], "my%20plan.json");
  EXPECT_EQ(unplaced["region"], (json{{"startLine", 1}}));
  // A plan has no places at all.
  document = json::parse(verdicts_sarif(judged.verdicts, {.file = "my plan.json"}));
  expect_sarif(document);
  for (const json& result : document["runs"][0]["results"])
    EXPECT_TRUE(result["locations"][0].contains("physicalLocation"));
}

TEST(VerdictsSarif, SuppressesWhatIsWaived) {
  Judged judged;
  judged.waive();
  const json document = json::parse(verdicts_sarif(judged.verdicts, judged.notes));
  expect_sarif(document);
  const json& suppression = document["runs"][0]["results"][0]["suppressions"][0];
  EXPECT_EQ(suppression["status"], "accepted");
  EXPECT_EQ(suppression["justification"], "A public *site*. (until 2027-03-31)");
}

TEST(VerdictsSarif, OfAllPromisesIsWhatTheSchemaAsks) {
  const prove::World world;
  expect_sarif(json::parse(verdicts_sarif(prove::decide_all(world, {}), {})));
}

}  // namespace
}  // namespace opta
