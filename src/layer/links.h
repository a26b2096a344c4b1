// `links`: what modules give each other. A target's module.yaml says what it has to give
// (catalog: LinkDefinition); the linking module's, by its wires, what it can take.
#pragma once

#include "diag/diagnostic.h"
#include "layer/layer.h"

namespace opta {

// Fills `links` of every module, and reports those that cannot be.
void read_links(Layer& layer, Diagnostics& diagnostics);

// IAM statements of all links, as Terraform's `link_statements` takes them.
Value link_statements(const Layer& layer, const ModuleUse& use);

// The variables that are no secrets: a list of `name` and `value`. Those that the module's own
// inputs set are left out.
Value link_variables(const Layer& layer, const ModuleUse& use);

// Whether a target is verified with the database certificates.
bool link_needs_ca_bundle(const Layer& layer, const ModuleUse& use);

// The target's output, as the layer's Terraform names it.
Value link_output(const Layer& layer, const Link& link, const std::string& output);

}  // namespace opta
