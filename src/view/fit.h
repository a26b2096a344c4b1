// Text that fits into a number of terminal columns.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace opta {

// Columns that the text takes; colour sequences take none.
std::size_t visible_width(std::string_view text);
// Cuts the end off, or the middle out, and puts "..." in its place. For text without colour
// sequences.
std::string cut_end(std::string_view text, std::size_t columns);
std::string cut_middle(std::string_view text, std::size_t columns);
std::string padded(std::string_view text, std::size_t columns);
// Breaks a line at its spaces; lines after the first are indented. A word that is too long stays
// whole.
std::string wrapped(std::string_view text, std::size_t columns, std::size_t indent);

}  // namespace opta
