// What was decided of the promises as SARIF 2.1.0, which code hosts show beside the lines of a
// change.
#pragma once

#include <string>
#include <vector>

#include "view/verdicts_view.h"

namespace opta {

// A rule for each promise; a result for each case that is broken or not known yet. What the file
// waives is suppressed, with the reason.
std::string verdicts_sarif(const std::vector<prove::Verdict>& verdicts, const CaseNotes& notes);

}  // namespace opta
