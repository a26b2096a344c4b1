#include "yaml/read.h"

#include <fmt/format.h>

#include "yaml/compose.h"
#include "yaml/text_check.h"

namespace opta::yaml {

std::optional<Node> read(const SourceMap& sources, SourceId source, Diagnostics& diagnostics,
                         const Limits& limits) {
  const std::string_view text = sources.get(source).text();
  if (text.size() > limits.bytes) {
    diagnostics.report(Code::kYamlLimit, {source, 0, 0},
                       fmt::format("the file is larger than {} bytes", limits.bytes),
                       "make the file smaller");
    return std::nullopt;
  }
  if (std::optional<BadText> bad = find_bad_text(text)) {
    diagnostics.report(Code::kYamlEncoding, {source, bad->begin, bad->end}, std::move(bad->message),
                       std::move(bad->help));
    return std::nullopt;
  }
  return compose(text, source, diagnostics, limits);
}

}  // namespace opta::yaml
