// A user's text inside a message: short, and never cut inside a character.
#pragma once

#include <string>
#include <string_view>

namespace opta::yaml {

std::string clipped(std::string_view text);

}  // namespace opta::yaml
