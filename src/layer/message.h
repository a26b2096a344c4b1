// What the messages about a layer have in common: they stay short, whatever the file holds.
#pragma once

#include <functional>
#include <ranges>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostic.h"

namespace opta {

// A user's text inside a message: without control characters, and cut where nobody reads on.
std::string shown(std::string_view text);

// What the items of a range are called: for suggestions.
template <std::ranges::sized_range Range, class Name = std::identity>
std::vector<std::string> names_of(const Range& range, Name name = {}) {
  std::vector<std::string> names;
  names.reserve(std::ranges::size(range));
  for (const auto& item : range) names.emplace_back(std::invoke(name, item));
  return names;
}

// Whether further errors would only be counted. Then nothing more is looked up: a hostile file has
// a hundred thousand unknown names, and suggestions for each of them take minutes.
bool has_said_enough(const Diagnostics& diagnostics);

}  // namespace opta
