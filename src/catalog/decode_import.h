// The part `import` of a module.yaml: how something that exists becomes the module's.
#pragma once

#include "catalog/module_definition.h"
#include "diag/diagnostic.h"
#include "yaml/node.h"

namespace opta {

// `module` has its inputs already: identity and fields are held to them.
ImportDefinition decode_import(const yaml::Node& map, const ModuleDefinition& module,
                               Diagnostics& diagnostics);

}  // namespace opta
