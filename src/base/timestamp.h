// Moments as other programs write them: RFC 3339, "2026-11-24T19:18:24.123Z".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/day.h"

namespace opta {

inline constexpr std::size_t kSecondsLength = std::string_view("2026-11-24T19:18:24").size();
// Without fractions and zone: "2026-11-24T19:18:24".
std::string to_the_second(std::string_view timestamp);
// Nothing when it does not begin with a day.
std::optional<Day> day_of(std::string_view timestamp);

}  // namespace opta
