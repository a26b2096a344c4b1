#include "app/release_values.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace opta {
namespace {

using nlohmann::json;

Value later(std::vector<TemplatePart> parts) {
  Value value;
  value.kind = ValueKind::kTemplate;
  value.parts = std::move(parts);
  return value;
}

Value map_of(std::vector<std::pair<std::string, Value>> entries) {
  Value value;
  value.kind = ValueKind::kMap;
  for (auto& [key, below] : entries) value.entries.push_back({key, {}, std::move(below)});
  return value;
}

Release release() {
  return {.name = "app",
          .release_namespace = "shop",
          .values = map_of({{"role", later({{.expression = "app.role"}})},
                            {"greeting", later({{.text = "to "}, {.expression = "app.role"}})},
                            {"routes", later({{.expression = "app.routes"}})},
                            {"fixed", Value::of_text("a", {})}}),
          .structured_inputs = {"app.routes"}};
}

TEST(ReleaseValues, FillsInWhatTerraformGave) {
  const json values = json::parse(
      values_json(release(), {{"app.role", "\"arn\""}, {"app.routes", R"({"to":[1,true]})"}}));
  EXPECT_EQ(values, json::parse(R"({"role":"arn","greeting":"to arn","routes":{"to":[1,true]},)"
                                R"("fixed":"a"})"));
}

TEST(ReleaseValues, AMarkerStandsForTextThatIsNotKnownYet) {
  const json values = json::parse(values_json(release(), {}));
  EXPECT_EQ(values.at("role"), kKnownAfterApply);
  EXPECT_EQ(values.at("greeting"), std::string("to ") + kKnownAfterApply);
  // A chart that wants a map cannot be given a text.
  EXPECT_FALSE(values.contains("routes"));
}

TEST(ReleaseValues, NullLeavesTheChartsDefault) {
  const json values =
      json::parse(values_json(release(), {{"app.role", "null"}, {"app.routes", "null"}}));
  EXPECT_EQ(values, json::parse(R"({"greeting":"to ","fixed":"a"})"));
}

TEST(ReleaseValues, WhatADeploymentHasSetStandsAtTheTop) {
  Release deployed = release();
  deployed.kept_values = {"tag", "digest"};
  const InputValues inputs = {{"app.role", "null"},
                              {kept_key(deployed, "digest"), R"("sha256:a")"},
                              {kept_key(deployed, "other"), R"("b")"}};
  const json values = json::parse(values_json(deployed, inputs));
  EXPECT_EQ(values.at("digest"), "sha256:a");
  EXPECT_FALSE(values.contains("tag"));
  EXPECT_FALSE(values.contains("other"));
}

TEST(ReleaseValues, PlannedInputsAreThoseOfTheirOutput) {
  Plan plan;
  plan.map_outputs["other"] = {{"a", "1"}};
  EXPECT_TRUE(planned_inputs(plan).empty());
  plan.map_outputs[kReleaseInputsOutput] = {{"app.role", "\"arn\""}};
  EXPECT_EQ(planned_inputs(plan).at("app.role"), "\"arn\"");
}

}  // namespace
}  // namespace opta
