// Drift for people and for programs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "plan/drift.h"

namespace opta {

// How far the cluster was looked at.
enum class ClusterSide : std::uint8_t {
  kNone,  // nothing of the layer is in one
  kCompared,
  kNotReached,
};

// By module, each field with both values. Ends with a line end.
std::string drift_text(const std::vector<DriftedThing>& drift);
// A JSON object.
std::string drift_json(const std::string& layer, const std::vector<DriftedThing>& drift,
                       ClusterSide cluster);

}  // namespace opta
