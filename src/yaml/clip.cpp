#include "yaml/clip.h"

namespace opta::yaml {

namespace {

constexpr std::size_t kShownMax = 60;  // bytes; a name is shorter, and a message should fit a line

}  // namespace

std::string clipped(std::string_view text) {
  if (text.size() <= kShownMax) return std::string(text);
  std::size_t end = kShownMax;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return std::string(text.substr(0, end)) + "...";
}

}  // namespace opta::yaml
