// Text as a terminal shows it, and small joins.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace opta {

bool is_utf8(std::string_view text);
// Columns that the text takes in a terminal; invalid bytes and control characters count one each.
std::size_t display_width(std::string_view text);
// Control bytes, escape sequences and broken UTF-8 become visible `<1B>` forms, so that text from a
// file or an engine can be printed without steering the terminal. Tabs become spaces.
std::string printable(std::string_view text);
// "`a`, `b` and `c`"
std::string quoted_list(const std::vector<std::string>& words, std::string_view last_join = "and");
std::string join(const std::vector<std::string>& words, std::string_view separator);
std::string_view trim(std::string_view text);
std::string lower_case(std::string_view text);  // of ASCII letters
// 1 -> "1 resource", 2 -> "2 resources"
std::string counted(std::size_t count, std::string_view noun);
// Indents every line by `columns` spaces.
std::string indented(std::string_view text, std::size_t columns);

}  // namespace opta
