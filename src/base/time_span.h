// A length of time as a person writes it.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace opta {

// "90s", "10m", "1h30m", "2d"; nothing for any other text, and for a length of zero or of more
// than ten years.
std::optional<std::chrono::seconds> parse_time_span(std::string_view text);

}  // namespace opta
