// Openings to the world: what can be reached, or read, by anybody after a change.
#pragma once

#include <string>

#include "plan/plan.h"

namespace opta {

// "opens port 22 to the whole internet", or empty. Only what the change itself opens counts, not
// what was open before.
std::string exposure_of(const ResourceChange& change);

// "rule[0].expiration[1].days" -> "rule.expiration.days"
std::string without_indexes(std::string_view path);

}  // namespace opta
