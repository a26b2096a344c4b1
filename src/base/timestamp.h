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
// In UTC: "2026-11-24T19:18:24Z".
std::string to_timestamp(std::chrono::sys_seconds moment);
// Of what `to_timestamp` writes; nothing for any other text.
std::optional<std::chrono::sys_seconds> parse_timestamp(std::string_view text);

}  // namespace opta
