// Reads the JSON of `terraform show -json PLANFILE`.
#pragma once

#include <string_view>

#include <nlohmann/json_fwd.hpp>

#include "base/result.h"
#include "plan/plan.h"

namespace opta {

// Terraform nests by the depth of a resource's blocks; policies of some hundred levels do not
// exist.
inline constexpr std::size_t kPlanDepthMax = 100;

// Never throws. An action or a major format that is not known is an error: a plan that is half
// understood must not be shown as if it were understood.
Result<Plan> decode_plan(std::string_view json_text);
// In two steps, for whoever reads more than one thing out of a document.
Result<nlohmann::json> parse_plan(std::string_view json_text);
Result<Plan> plan_of(const nlohmann::json& document);

}  // namespace opta
