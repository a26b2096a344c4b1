// What the messages about a layer have in common: they stay short, whatever the file holds.
#pragma once

#include <string>
#include <string_view>

#include "diag/diagnostic.h"

namespace opta {

// A user's text inside a message: without control characters, and cut where nobody reads on.
std::string shown(std::string_view text);

// Whether further errors would only be counted. Then nothing more is looked up: a hostile file has
// a hundred thousand unknown names, and suggestions for each of them take minutes.
bool has_said_enough(const Diagnostics& diagnostics);

}  // namespace opta
