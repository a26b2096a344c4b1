// All promises, decided.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/day.h"
#include "layer/waiver.h"
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

// Marks the broken cases that a waiver lets through on that day. The waivers must outlive the
// verdicts.
void waive(std::vector<Verdict>& verdicts, const std::vector<Waiver>& waivers, Day today);

// Some case is broken and no waiver lets it through.
bool is_broken(const Verdict& verdict);
bool is_any_broken(const std::vector<Verdict>& verdicts);
// Nothing is broken but what is waived.
bool is_waived(const Verdict& verdict);

}  // namespace opta::prove
