// Who may reach what: the links of a layer, as `opta show links` draws them.
#pragma once

#include <string>

#include "layer/layer.h"

namespace opta {

std::string links_text(const Layer& layer);
// Permissions with their IAM statements; what an apply will tell stands as `${EXPRESSION}`.
std::string links_json(const Layer& layer);

}  // namespace opta
