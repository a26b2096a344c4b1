#include "layer/message.h"

#include "base/text.h"

namespace opta {

std::string shown(std::string_view text) {
  constexpr std::size_t kShownMax = 200;  // bytes: longer than any name that a cloud takes
  if (text.size() <= kShownMax) return printable(text);
  std::size_t end = kShownMax;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return printable(text.substr(0, end)) + "...";
}

bool has_said_enough(const Diagnostics& diagnostics) {
  return diagnostics.error_count() >= Diagnostics::kKeptMax;
}

}  // namespace opta
