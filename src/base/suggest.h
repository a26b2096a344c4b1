// "Did you mean": the known names nearest to a mistyped one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace opta {

// Number of edits (insert, delete, replace, swap of neighbours) between two words, counted in
// bytes.
int edit_distance(std::string_view a, std::string_view b);

// At most three names, nearest first: within two edits and a third of the length, or a shared
// prefix.
std::vector<std::string> suggest(std::string_view word, const std::vector<std::string>& known);

// "did you mean `a`?", "did you mean `a` or `b`?", or an empty text.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);

// The names in a text that did_you_mean begins; none in another.
std::vector<std::string> suggestions_in(std::string_view help);

}  // namespace opta
