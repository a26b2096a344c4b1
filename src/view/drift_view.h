// Drift for people and for programs.
#pragma once

#include <string>
#include <vector>

#include "plan/drift.h"

namespace opta {

// By module, each field with both values. Ends with a line end.
std::string drift_text(const std::vector<DriftedThing>& drift);
// A JSON object.
std::string drift_json(const std::string& layer, const std::vector<DriftedThing>& drift);

}  // namespace opta
