#include "view/promises_page.h"

#include <fmt/format.h>

#include "base/text.h"
#include "prove/promise.h"
#include "view/controls.h"

namespace opta {

namespace {

constexpr std::string_view kHead = R"(# Promises

`opta verify` decides each of these sentences on what will exist: [verify](commands.md#verify) says how to read its answers.
`opta explain ID` prints one. This page is made from the promises in `src/prove/promises` by
`tests/check_promises.py OPTA . --write`.

)";

// "NET-01: No database …" -> the anchor that code hosts give its heading.
std::string anchor(const prove::Promise& promise) {
  std::string anchor;
  for (const char c : lower_case(fmt::format("{}: {}", promise.id, promise.sentence))) {
    const bool is_kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    if (is_kept) anchor += c;
    if (c == ' ') anchor += '-';
  }
  return anchor;
}

std::string overview(const std::vector<const prove::Promise*>& promises) {
  std::string text = "| Promise | What it says |\n|---|---|\n";
  for (const prove::Promise* promise : promises)
    text += fmt::format("| [{}](#{}) | {} |\n", promise->id, anchor(*promise), promise->sentence);
  return text;
}

std::string section(const prove::Promise& promise) {
  return fmt::format(
      "\n## {}: {}\n\n{}\n\n**How it is decided.** {}\n\n**What to do.** {}\n\n**Controls.** {}\n",
      promise.id, promise.sentence, promise.why, promise.how, promise.fix, promise.controls);
}

std::string index(const std::vector<const prove::Promise*>& promises) {
  std::string text = "\n## Controls\n\n| Control | Promises |\n|---|---|\n";
  for (const ControlEntry& entry : control_index(promises)) {
    std::vector<std::string> links;
    for (const prove::Promise* promise : entry.promises)
      links.push_back(fmt::format("[{}](#{})", promise->id, anchor(*promise)));
    text += fmt::format("| {} | {} |\n", entry.control.name(), join(links, ", "));
  }
  return text;
}

}  // namespace

std::string promises_markdown() {
  const std::vector<const prove::Promise*>& promises = prove::all_promises();
  std::string text = std::string(kHead) + overview(promises);
  for (const prove::Promise* promise : promises) text += section(*promise);
  return text + index(promises);
}

}  // namespace opta
