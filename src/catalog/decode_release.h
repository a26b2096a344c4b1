// `releases:` of a module.yaml.
#pragma once

#include <vector>

#include "catalog/module_definition.h"
#include "diag/diagnostic.h"
#include "yaml/node.h"

namespace opta {

std::vector<ReleaseDefinition> decode_releases(const yaml::Node& list, Diagnostics& diagnostics);

}  // namespace opta
