#include "base/timestamp.h"

#include <charconv>

#include <fmt/format.h>

namespace opta {

std::string to_the_second(std::string_view timestamp) {
  return std::string(timestamp.substr(0, kSecondsLength));
}

std::optional<Day> day_of(std::string_view timestamp) {
  constexpr std::size_t kLength = std::string_view("2026-11-24").size();
  return parse_day(timestamp.substr(0, kLength));
}

std::string to_timestamp(std::chrono::sys_seconds moment) {
  const Day day = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::hh_mm_ss time(moment - day);
  return fmt::format("{}T{:02}:{:02}:{:02}Z", to_string(day), time.hours().count(),
                     time.minutes().count(), time.seconds().count());
}

std::optional<std::chrono::sys_seconds> parse_timestamp(std::string_view text) {
  const std::optional<Day> day = day_of(text);
  if (!day || text.size() != kSecondsLength + 1 || text.back() != 'Z') return std::nullopt;
  int parts[3] = {};
  for (int i = 0; i < 3; ++i) {
    const char* begin = text.data() + 11 + 3 * i;  // behind "2026-11-24T"
    if (std::from_chars(begin, begin + 2, parts[i]).ptr != begin + 2 || parts[i] < 0)
      return std::nullopt;
  }
  const std::chrono::sys_seconds moment = *day + std::chrono::hours(parts[0]) +
                                          std::chrono::minutes(parts[1]) +
                                          std::chrono::seconds(parts[2]);
  // What is out of range, or has something else between the numbers, reads back as another text.
  return to_timestamp(moment) == text ? std::optional(moment) : std::nullopt;
}

}  // namespace opta
