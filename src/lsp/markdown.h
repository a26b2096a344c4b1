// What an editor shows of the catalog, as Markdown.
#pragma once

#include <string>
#include <vector>

#include "catalog/module_definition.h"

namespace opta::lsp {

// Type, default and description of a key.
std::string field_markdown(const Field& field);
// `resources`: the types that its Terraform has.
std::string module_markdown(const ModuleDefinition& module,
                            const std::vector<std::string>& resources);
std::string output_markdown(const Output& output);
// What a link from one type of module to the other can hand over.
std::string link_markdown(const ModuleDefinition& from, const ModuleDefinition& to);

}  // namespace opta::lsp
