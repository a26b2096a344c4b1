// Days of the calendar.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace opta {

using Day = std::chrono::sys_days;

std::optional<Day> parse_day(std::string_view text);  // "2026-11-24"
std::string to_string(Day day);

}  // namespace opta
