// Spans of time for people.
#pragma once

#include <chrono>
#include <string>

namespace opta {

// "0.4 s", "12 s", "2 m 03 s", "1 h 05 m"
std::string elapsed_text(std::chrono::milliseconds elapsed);
// "00:47", "1:02:03"
std::string clock_text(std::chrono::milliseconds elapsed);

}  // namespace opta
