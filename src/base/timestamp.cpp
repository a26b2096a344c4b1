#include "base/timestamp.h"

namespace opta {

std::string to_the_second(std::string_view timestamp) {
  return std::string(timestamp.substr(0, kSecondsLength));
}

std::optional<Day> day_of(std::string_view timestamp) {
  constexpr std::size_t kLength = std::string_view("2026-11-24").size();
  return parse_day(timestamp.substr(0, kLength));
}

}  // namespace opta
