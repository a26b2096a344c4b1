// The `modules` list: which modules stand in the file, and their arguments.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalog/catalog.h"
#include "layer/document.h"
#include "layer/layer.h"
#include "layer/scope.h"

namespace opta {

// What a module without a `name` is called.
std::string default_module_name(std::string_view type);

// Pass one: types, names, uniqueness, placement. A module whose type is not known is reported and
// left out; the nodes of the others are in `nodes`, in step with the result.
std::vector<ModuleUse> declare_modules(const Document& document, const Catalog& catalog,
                                       const Provider& provider, LayerKind kind,
                                       std::vector<const yaml::Node*>& nodes,
                                       Diagnostics& diagnostics);

// Pass two: fills `use.arguments` with every input in the catalog's order, and `use.depends_on`.
void read_arguments(ModuleUse& use, const yaml::Node& node, const Scope& scope,
                    const SourceMap& sources, Diagnostics& diagnostics);

// The same checks of keys and values for entries that may take the place of a module's own
// (`preview.modules`); nothing is kept.
void check_entries(const ModuleUse& use, const yaml::Node& node, const Scope& scope,
                   const SourceMap& sources, Diagnostics& diagnostics);

}  // namespace opta
