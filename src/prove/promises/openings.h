// What promises about rules of security groups share.
#pragma once

#include <functional>

#include "prove/promises/promises.h"

namespace opta::prove {

// Whether an opening to the internet keeps the promise. Without a group: the rule's is not in the
// plan.
using JudgeOpening = std::function<Truth(const Opening& opening, const Resource* group)>;

// One case for each security group, and for each rule of a group that the plan does not have; the
// opening is the witness.
Cases about_openings(const Evidence& evidence, const JudgeOpening& judge);

}  // namespace opta::prove
