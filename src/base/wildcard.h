// Patterns in which `*` is any text, also an empty one, and `?` is any one character.
#pragma once

#include <cstdint>
#include <string_view>

namespace opta {

enum class Letters : std::uint8_t { kExact, kAnyCase };

bool matches_wildcard(std::string_view pattern, std::string_view text,
                      Letters letters = Letters::kExact);
// Whether `wide` matches all that the pattern `narrow` does. False where that is not sure.
bool covers_wildcard(std::string_view wide, std::string_view narrow,
                     Letters letters = Letters::kExact);

}  // namespace opta
