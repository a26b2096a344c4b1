// The plan for a comment on a pull request: the sum of each module, what is dangerous, and the
// whole text folded away.
#pragma once

#include <string>
#include <vector>

#include "plan/object_change.h"
#include "plan/plan.h"
#include "plan/risk.h"
#include "prove/verdict.h"
#include "view/layer_report.h"

namespace opta {

// Bytes of a document. GitHub takes 65,536 characters a comment; whoever posts it adds a few.
inline constexpr std::size_t kMarkdownBytesMax = 65'000;

struct MarkdownPlan {
  std::string title;  // "staging/api"
  const Plan& plan;
  const PlanRisk& risk;
  const ClusterPlan& cluster;  // without releases: nothing is to be said about one
  const std::vector<prove::Verdict>* verdicts = nullptr;  // of the promises; null: not decided
  std::string text;  // as `opta plan` prints it, without colour
};

// One layer's section. Ends with a line end.
std::string plan_markdown(const MarkdownPlan& plan);
// The section of a layer whose plan did not come about.
std::string outcome_markdown(const LayerOutcome& outcome);
// "## Plan of 3 layers"
std::string layers_heading(std::size_t count);
// One document of sections. Where it would be longer than `bytes_max`, the longest whole texts are
// shortened, then its end is left out, each with a word that says so. `bytes_max` is above 1,000.
std::string markdown_document(std::string heading, std::vector<std::string> sections,
                              std::size_t bytes_max = kMarkdownBytesMax);

}  // namespace opta
