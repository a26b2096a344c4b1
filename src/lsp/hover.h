// What is told of the word at a place.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "lsp/scene.h"

namespace opta::lsp {

struct Hover {
  std::string text = {};  // Markdown
  Extent extent = {};     // of the word that it is about
};

// The types of resources that a module's Terraform has.
using ResourcesOf = std::function<std::vector<std::string>(const ModuleDefinition& module)>;

std::optional<Hover> hover(const Scene& scene, std::size_t offset, const ResourcesOf& resources_of);

}  // namespace opta::lsp
