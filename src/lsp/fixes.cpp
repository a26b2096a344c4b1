#include "lsp/fixes.h"

#include <algorithm>
#include <cctype>

#include "base/suggest.h"

namespace opta::lsp {

namespace {

// Longer ones are no typing error.
constexpr std::size_t kPointedAtMax = 200;

// The word nearest to the suggestion: a diagnostic of `{vars.mots}` points at the whole of it.
Extent nearest_word(std::string_view text, Extent within, const std::string& suggestion) {
  const auto in_word = [&](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           suggestion.find(c) != std::string::npos || c == '_' || c == '-';
  };
  Extent nearest = within;
  int least = -1;
  for (std::size_t at = within.begin; at < within.end; ++at) {
    if (!in_word(text[at])) continue;
    std::size_t end = at;
    while (end < within.end && in_word(text[end])) ++end;
    const int distance = edit_distance(text.substr(at, end - at), suggestion);
    if (least < 0 || distance < least) {
      least = distance;
      nearest = {at, end};
    }
    at = end;
  }
  return nearest;
}

}  // namespace

std::vector<Fix> fixes(std::string_view text, Extent extent, std::string_view help) {
  std::vector<Fix> found;
  if (extent.empty() || extent.end > text.size() || extent.end - extent.begin > kPointedAtMax)
    return found;
  for (std::string& name : suggestions_in(help)) {
    const Extent word = nearest_word(text, extent, name);
    found.push_back({.word = std::move(name), .replaced = word});
  }
  return found;
}

}  // namespace opta::lsp
