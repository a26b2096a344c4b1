#include "diag/explain.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include <fmt/format.h>

#include "base/suggest.h"
#include "base/text.h"

namespace opta {

std::optional<Code> find_code(std::string_view id) {
  const auto same = [](unsigned char a, unsigned char b) {
    return std::toupper(a) == std::toupper(b);
  };
  for (const Code code : all_codes()) {
    if (std::ranges::equal(info(code).id, trim(id), same)) return code;
  }
  return std::nullopt;
}

std::string explain(Code code) {
  const CodeInfo& about = info(code);
  const std::string_view severity = about.severity == Severity::kError ? "error" : "warning";
  return fmt::format("# {}: {} ({})\n\n{}\n", about.id, about.title, severity,
                     trim(about.explanation));
}

Result<std::string> explain(std::string_view id) {
  if (const auto code = find_code(id)) return explain(*code);
  std::vector<std::string> known;
  for (const Code code : all_codes()) known.emplace_back(info(code).id);
  const std::string suggestion = did_you_mean(trim(id), known);
  return fail(fmt::format("no diagnostic has the code `{}`", printable(id)),
              suggestion.empty()
                  ? "a code looks like `E0301` and stands in brackets behind `error` or `warning`"
                  : suggestion);
}

}  // namespace opta
