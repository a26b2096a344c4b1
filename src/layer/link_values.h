// What the links of a module come to: values for its Terraform and for its releases.
#pragma once

#include <string>

#include "layer/layer.h"

namespace opta {

// IAM statements of all links, as Terraform's `link_statements` takes them.
Value link_statements(const Layer& layer, const ModuleUse& use);

// The variables that are no secrets: a list of `name` and `value`. Those that the module's own
// inputs set are left out.
Value link_variables(const Layer& layer, const ModuleUse& use);

// Whether a target is verified with the database certificates.
bool link_needs_ca_bundle(const ModuleUse& use);

// The target's output, as the layer's Terraform names it.
Value link_output(const Layer& layer, const Link& link, const std::string& output);

}  // namespace opta
