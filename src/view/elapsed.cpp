#include "view/elapsed.h"

#include <algorithm>

#include <fmt/format.h>

namespace opta {

std::string elapsed_text(std::chrono::milliseconds elapsed) {
  const long long milliseconds = std::max<long long>(elapsed.count(), 0);
  const long long seconds = milliseconds / 1000;
  if (milliseconds < 1000)
    return milliseconds < 100 ? "0 s" : fmt::format("0.{} s", milliseconds / 100);
  if (seconds < 60) return fmt::format("{} s", seconds);
  if (seconds < 3600) return fmt::format("{} m {:02} s", seconds / 60, seconds % 60);
  return fmt::format("{} h {:02} m", seconds / 3600, seconds / 60 % 60);
}

std::string clock_text(std::chrono::milliseconds elapsed) {
  const long long seconds = std::max<long long>(elapsed.count(), 0) / 1000;
  if (seconds < 3600) return fmt::format("{:02}:{:02}", seconds / 60, seconds % 60);
  return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
}

}  // namespace opta
