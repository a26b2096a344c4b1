// The plan for a person: what is made, changed, replaced and destroyed in each module, and above
// all what is dangerous.
//
// Quiet about the usual (a line for all that is made), loud about the rest: a dangerous change has
// lines of its own, with the reason in words. Words and signs carry the meaning; colour only helps.
#pragma once

#include <string>

#include "plan/plan.h"
#include "plan/risk.h"
#include "view/terminal.h"

namespace opta {

struct PlanTextOptions {
  Style style = {};
  std::size_t columns = 100;
  bool detailed = false;  // every resource with every field
};

// Ends with a line end.
std::string plan_text(const Plan& plan, const PlanRisk& risk, const PlanTextOptions& options);

}  // namespace opta
