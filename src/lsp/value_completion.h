// Values: allowed words, types of modules, modules to link to, permissions.
#pragma once

#include <vector>

#include "lsp/completion.h"
#include "lsp/place.h"

namespace opta::lsp {

std::vector<Completion> complete_value(const Scene& scene, const Place& place, std::size_t offset);

}  // namespace opta::lsp
