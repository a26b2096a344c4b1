// A waiver: that a security promise may be broken here until a day, and why.
#pragma once

#include <string>
#include <vector>

#include "base/day.h"
#include "diag/diagnostic.h"

namespace opta {

struct Document;
struct Layer;

struct Waiver {
  std::string promise = {};  // "DATA-06"
  std::string module = {};   // whose resources it is about; empty: all of the layer
  std::string reason = {};
  Day expires = {};  // the last day on which it counts
  Span span = {};    // of the promise's id
};

inline constexpr std::size_t kWaiversMax = 100;

// The file's `waivers`; the layer has its modules by now. Those with faults are reported and left
// out. Whether there is such a promise, a later stage knows.
std::vector<Waiver> decode_waivers(const Document& document, const Layer& layer,
                                   Diagnostics& diagnostics);

}  // namespace opta
