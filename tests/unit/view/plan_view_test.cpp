#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "../plan/fixture.h"
#include "snapshot.h"
#include "view/fit.h"
#include "view/plan_json.h"
#include "view/plan_text.h"

namespace opta {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string text_of(const Plan& plan, const PlanTextOptions& options = {}) {
  return plan_text(plan, assess(plan), options);
}

TEST(PlanText, SaysThatNothingChanges) {
  EXPECT_EQ(text_of(plan_fixture("empty")), "No changes. The cloud matches the file.\n");
}

TEST(PlanText, IsQuietAboutANewEnvironment) {
  expect_snapshot("aws_new.txt", text_of(plan_fixture("aws_new")));
}

TEST(PlanText, IsLoudAboutDanger) {
  expect_snapshot("aws.txt", text_of(plan_fixture("aws")));
}

TEST(PlanText, ShowsEachKindOfChange) {
  expect_snapshot("engine.txt", text_of(plan_fixture("engine")));
}

TEST(PlanText, ShowsEveryFieldWhenAsked) {
  expect_snapshot("engine_detailed.txt", text_of(plan_fixture("engine"), {.detailed = true}));
}

TEST(PlanText, FitsTheWidthAndHasNoColourUnasked) {
  const std::string text = text_of(plan_fixture("aws"), {.columns = 60});
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  std::size_t start = 0;
  while (start < text.size()) {
    const std::size_t end = text.find('\n', start);
    // A headline holds an address, which is never cut: a person has to be able to copy it.
    const std::string line = text.substr(start, end - start);
    if (line.starts_with("      ")) {
      EXPECT_LE(visible_width(line), 60u) << line;
    }
    start = end + 1;
  }
}

TEST(PlanText, SaysTheSameWithColour) {
  const Plan plan = plan_fixture("aws");
  std::string coloured = text_of(plan, {.style = {.colour = true}});
  EXPECT_THAT(coloured, HasSubstr("\x1b[1;31m"));
  for (std::size_t at; (at = coloured.find("\x1b[")) != std::string::npos;) {
    coloured.erase(at, coloured.find('m', at) - at + 1);
  }
  EXPECT_EQ(coloured, text_of(plan));
}

TEST(PlanText, NeverSaysUnknown) {
  for (const char* name : {"engine", "aws", "aws_new"}) {
    EXPECT_THAT(text_of(plan_fixture(name), {.detailed = true}), Not(HasSubstr("unknown")));
  }
}

TEST(PlanText, SaysThatAPlanIsBroken) {
  EXPECT_THAT(text_of(Plan{.errored = true}), HasSubstr("cannot be applied"));
}

TEST(PlanText, CannotBeSteeredByAPlan) {
  const Plan plan{
      .changes = {
          {.address = "a\x1b[2J",
           .module = "m\x1b",
           .type = "t\x07",
           .name = "n",
           .action = Action::kUpdate,
           .fields = {{.path = "p", .before = "\"\x1b[1A\"", .after = "\"\xe2\x80\xae\""}}}}};
  const std::string text = text_of(plan);
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("\xe2\x80\xae")));
}

TEST(PlanJson, HoldsTheSumTheRiskAndTheValues) {
  const Plan plan = plan_fixture("aws");
  const nlohmann::ordered_json json = plan_json(plan, assess(plan));
  EXPECT_EQ(json["format"], kPlanJsonFormat);
  EXPECT_EQ(json["summary"]["replace"], 3);
  EXPECT_EQ(json["summary"]["risk"], "loses_data");
  for (const nlohmann::ordered_json& change : json["changes"]) {
    if (change["address"] != "module.data.aws_cloudwatch_log_group.app") continue;
    EXPECT_EQ(change["action"], "update");
    EXPECT_EQ(change["risk"]["reason"], "older logs are deleted");
    EXPECT_EQ(change["fields"][0]["before"], 90) << "a number is a number";
    return;
  }
  ADD_FAILURE() << "the log group is missing";
}

TEST(PlanJson, HoldsNoSecret) {
  for (const char* name : {"engine", "aws", "aws_new"}) {
    const Plan plan = plan_fixture(name);
    EXPECT_THAT(plan_json(plan, assess(plan)).dump(), Not(HasSubstr("CANARY"))) << name;
    EXPECT_THAT(text_of(plan, {.detailed = true}), Not(HasSubstr("CANARY"))) << name;
  }
}

}  // namespace
}  // namespace opta
