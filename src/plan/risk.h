// What a change costs: the data that goes, the traffic that stops, and what the world can reach
// from then on.
//
// The knowledge is two tables: plan/resource_types.def (what is lost with a thing) and
// plan/update_rules.def (what a change in place does). A type that is in neither is not guessed to
// be harmless when it is deleted.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plan/plan.h"

namespace opta {

// In rising order.
enum class Risk : std::uint8_t { kNone, kLow, kInterrupts, kLosesData };
std::string_view to_string(Risk risk);  // "none", "low", "interrupts", "loses_data"

struct Assessment {
  Risk risk = Risk::kNone;
  std::string reason =
      {};  // "replacing this database cluster deletes all its data"; may be empty for the lower two
  std::string exposure = {};  // "opens port 22 to the whole internet", or empty

  bool exposes() const { return !exposure.empty(); }
  bool is_dangerous() const { return risk >= Risk::kInterrupts || exposes(); }
};

struct PlanRisk {
  std::vector<Assessment> of;  // of[i] belongs to Plan::changes[i]
  Risk worst = Risk::kNone;
  std::size_t loses_data_count = 0;
  std::size_t interrupts_count = 0;
  std::size_t exposes_count = 0;
};

Assessment assess(const ResourceChange& change);
PlanRisk assess(const Plan& plan);

}  // namespace opta
