// module.yaml as a tree -> ModuleDefinition.
#pragma once

#include <optional>

#include "catalog/module_definition.h"
#include "diag/diagnostic.h"
#include "yaml/node.h"

namespace opta {

std::optional<ModuleDefinition> decode_module(const yaml::Node& root, std::string folder,
                                              Diagnostics& diagnostics);

}  // namespace opta
