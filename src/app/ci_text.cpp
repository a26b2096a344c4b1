#include "app/ci_text.h"

#include <fmt/format.h>

#include "base/check.h"

namespace opta {

std::string filled(std::string_view text, const std::vector<Gap>& gaps) {
  std::string result(text);
  for (const auto& [name, value] : gaps) {
    const std::string mark = fmt::format("@{}@", name);
    std::size_t at = result.find(mark);
    OPTA_ASSERT(at != std::string::npos);
    for (; at != std::string::npos; at = result.find(mark, at + value.size()))
      result.replace(at, mark.size(), value);
  }
  return result;
}

}  // namespace opta
