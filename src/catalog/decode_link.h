// `link:` of a module.yaml.
#pragma once

#include "catalog/module_definition.h"
#include "diag/diagnostic.h"
#include "yaml/node.h"

namespace opta {

// `module` has its outputs already: what the link names is checked against them.
LinkDefinition decode_link(const yaml::Node& map, const ModuleDefinition& module,
                           Diagnostics& diagnostics);

}  // namespace opta
