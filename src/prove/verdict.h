// All promises, decided.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "prove/promise.h"

namespace opta::prove {

struct Verdict {
  const Promise* promise = nullptr;
  // kUnknown: it cannot be known before the apply. Never counted as held.
  Truth holds = Truth::kYes;
  Cases cases = {};  // all resources that it is about; none: nothing of that kind is there
};

// In the order of the promises. World and cluster must outlive the verdicts.
std::vector<Verdict> decide_all(const World& world, const Cluster& cluster);

}  // namespace opta::prove
