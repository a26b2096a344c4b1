// The values that a release's chart gets: those of the file, with what Terraform gives filled in.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "app/engine_room.h"
#include "emit/release.h"

namespace opta {

// Stands for a value that only an apply can tell, in a rendering before it.
inline constexpr const char* kKnownAfterApply = "OPTA-KNOWN-AFTER-APPLY";

// What is known of the stack's release inputs: key -> JSON.
using InputValues = std::map<std::string, std::string, std::less<>>;

// As JSON. For an input that is missing the marker stands, or nothing where a chart wants a map or
// a list. What is null is left out, so that the chart's own default holds.
std::string values_json(const Release& release, const InputValues& inputs);

// What the values take from Terraform and the inputs do not tell: keys, each once.
std::vector<std::string> missing_inputs(const Release& release, const InputValues& inputs);

// As far as the plan tells them.
InputValues planned_inputs(const Plan& plan);
// From the layer's state; empty before its first apply.
Step<InputValues> applied_inputs(EngineRoom& room);

}  // namespace opta
