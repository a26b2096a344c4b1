// Which way a packet goes, seen from what a rule or a policy guards.
#pragma once

#include <cstdint>

namespace opta::prove {

enum class Direction : std::uint8_t { kIn, kOut };

}  // namespace opta::prove
