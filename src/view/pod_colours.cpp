#include "view/pod_colours.h"

#include <array>

#include <fmt/format.h>

namespace opta {

namespace {

// Of the sixteen that every terminal has, those that are read on black and on white, less red,
// which says that something is wrong.
constexpr std::array kColours = {36, 35, 32, 34, 33, 96, 95, 92, 94};

}  // namespace

std::string PodPrefixes::of(const std::string& pod, std::string_view container) {
  const std::size_t number = numbers_.emplace(pod, numbers_.size()).first->second;
  const std::string prefix = fmt::format("{} [{}]", pod, container);
  if (!colour_) return prefix + ' ';
  return fmt::format("\x1b[{}m{}\x1b[0m ", kColours[number % kColours.size()], prefix);
}

}  // namespace opta
