// `links`: what modules give each other. A target's module.yaml says what it has to give
// (catalog: LinkDefinition); the linking module's, by its wires, what it can take.
#pragma once

#include "catalog/catalog.h"
#include "diag/diagnostic.h"
#include "layer/layer.h"

namespace opta {

// Fills `links` of every module, and reports those that cannot be.
void read_links(Layer& layer, const Catalog& catalog, Diagnostics& diagnostics);

// What a link from a module of the one type to one of the other can hand over, by its definition.
struct LinkOffer {
  std::vector<std::string> variables = {};  // outputs
  std::vector<const LinkPermission*> permissions = {};
  bool outputs = false;  // it takes what it needs by itself

  bool empty() const { return variables.empty() && permissions.empty() && !outputs; }
};
LinkOffer link_offer(const ModuleDefinition& from, const ModuleDefinition& to);

}  // namespace opta
