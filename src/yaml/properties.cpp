#include "yaml/properties.h"

#include <algorithm>

namespace opta::yaml {

namespace {

constexpr std::string_view kBlank = " \t\r\n";

// Skips blanks, line ends and comments; only what libyaml has accepted between a property and its
// value comes here.
std::uint32_t skip_blank(std::string_view text, std::uint32_t at) {
  while (at < text.size()) {
    if (text[at] == '#') {
      at = static_cast<std::uint32_t>(std::min(text.find('\n', at), text.size()));
    } else if (kBlank.find(text[at]) != std::string_view::npos) {
      ++at;
    } else {
      break;
    }
  }
  return at;
}

}  // namespace

Properties read_properties(std::string_view text, std::uint32_t begin, std::uint32_t end) {
  text = text.substr(0, end);
  Properties properties{.content = begin};
  std::uint32_t at = begin;
  while (at < text.size() && (text[at] == '&' || text[at] == '!')) {
    const auto word_end =
        static_cast<std::uint32_t>(std::min(text.find_first_of(kBlank, at), text.size()));
    (text[at] == '&' ? properties.anchor : properties.tag) = {at, word_end};
    at = skip_blank(text, word_end);
    properties.content = at;
  }
  return properties;
}

}  // namespace opta::yaml
