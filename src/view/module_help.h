// `opta help TYPE` and `opta help modules`, from the catalog.
#pragma once

#include <string>

#include "catalog/catalog.h"

namespace opta {

std::string module_text(const ModuleDefinition& module, int width);
std::string module_json(const ModuleDefinition& module);
std::string modules_text(const Catalog& catalog, int width);
std::string modules_json(const Catalog& catalog);

}  // namespace opta
