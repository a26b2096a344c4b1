// Texts of others inside Markdown of ours: nothing in them is Markdown, HTML or a mention.
#pragma once

#include <string>
#include <string_view>

namespace opta {

// A run of backticks that does not stand in the text.
std::string markdown_fence(std::string_view text, std::size_t shortest);
// As code, on one line.
std::string markdown_code(std::string_view text);
// The same for a cell of a table, where a bar ends the cell, in code too.
std::string markdown_cell_code(std::string_view text);
// As it is read, on one line.
std::string markdown_plain(std::string_view text);

}  // namespace opta
