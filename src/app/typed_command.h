// A command as a person would type it, for advice and for children.
#pragma once

#include <string>
#include <vector>

#include "app/arguments.h"

namespace opta {

// "plan", "apply" or "destroy", or another command with its own options, with those that it takes
// to do it for this layer alone, and without the program's name.
std::vector<std::string> typed_command(std::vector<std::string> command,
                                       const LayerArguments& layer, bool sandbox);

}  // namespace opta
