// A text with gaps, `@NAME@`, for files that are full of braces and dollars.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace opta {

using Gap = std::pair<std::string_view, std::string>;

// Each gap has to stand in the text.
std::string filled(std::string_view text, const std::vector<Gap>& gaps);

}  // namespace opta
