// Events to a tree: anchors, merges, duplicate keys and the limits.
#pragma once

#include <optional>

#include "yaml/read.h"

namespace opta::yaml {

// `text` of `source`, which holds no bad text (text_check.h).
std::optional<Node> compose(std::string_view text, SourceId source, Diagnostics& diagnostics,
                            const Limits& limits);

}  // namespace opta::yaml
