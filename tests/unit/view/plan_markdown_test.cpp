#include "view/plan_markdown.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "../plan/fixture.h"
#include "snapshot.h"
#include "view/cluster_plan_text.h"
#include "view/plan_text.h"

namespace opta {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string markdown_of(const Plan& plan, const ClusterPlan& cluster = {}) {
  const PlanRisk risk = assess(plan);
  return plan_markdown({.title = "staging/api",
                        .plan = plan,
                        .risk = risk,
                        .cluster = cluster,
                        .text = plan_text(plan, risk, {}) + cluster_plan_text(cluster, {})});
}

ClusterPlan cluster_with_danger() {
  ObjectChange claim{.kind = "StatefulSet",
                     .name = "queue",
                     .action = Action::kDelete,
                     .fields = {},
                     .assessment = {.risk = Risk::kLosesData, .reason = "its volumes go"}};
  ObjectChange taken{.kind = "Service",
                     .name = "web",
                     .action = Action::kCreate,
                     .fields = {},
                     .owner = "the release `a` of the namespace `b`"};
  return {.releases = {{.release = "api-queue",
                        .release_namespace = "api",
                        .module = "queue",
                        .action = Action::kUpdate,
                        .changes = {claim, taken}}}};
}

// A section whose whole plan is this long.
std::string section(std::size_t bytes) {
  std::string text;
  while (text.size() < bytes) text += "  + aws_thing.of_a_line  to make ä\n";
  const Plan plan{.changes = {{.address = "module.m.aws_thing.t",
                               .module = "m",
                               .type = "aws_thing",
                               .name = "t",
                               .action = Action::kCreate}}};
  return plan_markdown(
      {.title = "staging", .plan = plan, .risk = assess(plan), .cluster = {}, .text = text});
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1))
    ++found;
  return found;
}

TEST(PlanMarkdown, HasDangersFirstThenTheModulesThenAll) {
  expect_snapshot("aws.md", markdown_of(plan_fixture("aws"), cluster_with_danger()));
}

TEST(PlanMarkdown, IsALineWhenNothingChanges) {
  EXPECT_EQ(markdown_of(plan_fixture("empty")), "### `staging/api`: no changes\n");
}

TEST(PlanMarkdown, SaysThatAPlanIsBrokenOrNotAll) {
  EXPECT_THAT(markdown_of(Plan{.errored = true}), HasSubstr("cannot be applied"));
  EXPECT_THAT(markdown_of(Plan{.complete = false}), HasSubstr("plan again after this apply"));
}

TEST(PlanMarkdown, CannotBeSteeredByAPlan) {
  const std::string evil = "a`|b\n</details><img src=x>\n```\n@everyone [x](http://x)";
  const Plan plan{.changes = {{.address = evil,
                               .module = evil,
                               .type = "aws_db_instance",
                               .name = "n",
                               .action = Action::kDelete}}};
  const PlanRisk risk = assess(plan);
  const std::string text = plan_markdown(
      {.title = evil, .plan = plan, .risk = risk, .cluster = {}, .text = "````\n" + evil + "\n"});
  // The whole plan's fence is longer than any within, a name's longer than any in the name.
  EXPECT_THAT(text, HasSubstr("\n`````text\n````\n"));
  EXPECT_THAT(text, EndsWith("\n`````\n\n</details>\n"));
  const std::string before = text.substr(0, text.find("\n<details>"));
  EXPECT_THAT(before, StartsWith("### ```` a`|b </details><img src=x> ``` @everyone "));
  EXPECT_THAT(before, HasSubstr("| ```` a`\\|b </details>")) << "a bar would end the cell";
  EXPECT_THAT(before, Not(HasSubstr("\n<"))) << "a line of its own begins a block";
  EXPECT_THAT(before, Not(HasSubstr("\n```")));
}

TEST(PlanMarkdown, NamesWhatHasNoPlan) {
  const std::string failed = outcome_markdown(
      {.title = "staging", .path = "a/opta.yaml", .result = LayerResult::kFailed, .note = ""});
  EXPECT_THAT(failed, StartsWith("### `staging`: **failed**\n"));
  EXPECT_THAT(failed, HasSubstr("`a/opta.yaml` has no plan"));
  EXPECT_THAT(outcome_markdown({.title = "staging/api",
                                .path = "b",
                                .result = LayerResult::kWaits,
                                .note = "for <b>staging</b> to be applied"}),
              HasSubstr("\nfor \\<b\\>staging\\</b\\> to be applied\n"));
}

TEST(MarkdownDocument, HoldsAllThatFits) {
  EXPECT_EQ(markdown_document(layers_heading(2), {"### a\n", "### b\n"}),
            "## Plan of 2 layers\n\n### a\n\n### b\n");
  EXPECT_EQ(markdown_document({}, {"### a\n"}), "### a\n");
}

TEST(MarkdownDocument, ShortensTheLongestPlanAndSaysSo) {
  const std::string text = markdown_document("## h\n", {section(2'000), section(90'000)});
  EXPECT_LE(text.size(), kMarkdownBytesMax);
  EXPECT_GT(text.size(), kMarkdownBytesMax - 200) << "no more is left out than has to be";
  EXPECT_EQ(count(text, "Not all of this plan fits"), 1u);
  EXPECT_EQ(count(text, "<details>"), 2u);
  EXPECT_EQ(count(text, "</details>"), 2u);
  EXPECT_EQ(count(text, "\n```"), 4u) << "each fence is closed";
  EXPECT_THAT(text, HasSubstr("\n```\n\n</details>\n\n*Not all"));
}

TEST(MarkdownDocument, LeavesWholePlansOutWhereThereAreMany) {
  const std::vector<std::string> sections(40, section(9'000));
  const std::string text = markdown_document("## h\n", sections);
  EXPECT_LE(text.size(), kMarkdownBytesMax);
  EXPECT_EQ(count(text, "### `staging`: 1 to make"), 40u) << "the sums stay";
  EXPECT_GT(count(text, "Not all of this plan fits"), 30u);
  EXPECT_EQ(count(text, "<details>"), count(text, "</details>"));
}

TEST(MarkdownDocument, IsCutAtALineWhenNothingElseHelps) {
  const std::vector<std::string> sections(40, "### `a`: **failed**\n\nä is why.\n");
  const std::string text = markdown_document({}, sections, 1'001);
  EXPECT_LE(text.size(), 1'001u);
  EXPECT_THAT(text, EndsWith("\n*Cut here: the rest does not fit into a comment.*\n"));
}

}  // namespace
}  // namespace opta
