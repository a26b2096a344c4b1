// A length of time as a person writes and reads it.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace opta {

// "90s", "10m", "1h30m", "2d"; nothing for any other text, and for a length of zero or of more
// than ten years.
std::optional<std::chrono::seconds> parse_time_span(std::string_view text);

// "3 days", "5 hours", "1 minute": in the longest unit that fits, rounded. A length just below a
// unit counts as one, so that what was asked for reads the same a moment later.
std::string time_span_text(std::chrono::seconds span);

}  // namespace opta
