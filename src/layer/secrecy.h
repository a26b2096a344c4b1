// Secrets: outputs whose value never stands in Terraform's state, in a plan or in a Helm release.
// What is made of one is a secret too, and may only be written to a Kubernetes Secret.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "diag/diagnostic.h"
#include "layer/layer.h"

namespace opta {

bool is_secret(const Layer& layer, const Reference& reference);
// Whether the value, or one below it, is made of a secret output.
bool holds_secret(const Layer& layer, const Value& value);

// The entries of a map, or of a list of `name` and `value`.
std::vector<std::pair<std::string_view, const Value*>> named_values(const Value& value);

// Reports secrets that would stand in the clear.
void check_secrecy(const Layer& layer, Diagnostics& diagnostics);

}  // namespace opta
