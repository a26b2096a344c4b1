// Text to a Node tree, with limits. The only user of the YAML library.
#pragma once

#include <optional>

#include "diag/diagnostic.h"
#include "source/source_map.h"
#include "yaml/node.h"

namespace opta::yaml {

// Limits on hostile input; each has a diagnostic. A real file is thousands of times smaller.
struct Limits {
  std::uint64_t bytes = 8u << 20;
  std::uint32_t depth = 64;
  std::uint32_t nodes = 500'000;  // counted with aliases expanded: stops a billion laughs
  std::uint32_t scalar_bytes = 1u << 20;
  std::uint64_t text_bytes = 32u << 20;  // of all keys and values, counted like nodes
};

// Reads one document. Reports every independent problem that it can (duplicate keys, ambiguous
// scalars) and returns the tree as far as it could be made; nothing when the text is not YAML at
// all.
//
// Scalars resolve by the YAML 1.2 core schema. `yes`, `no`, `on`, `off` are read as booleans too,
// with a warning, as the original's parser (YAML 1.1) did; `010`, `1_000` and `12:30` are strings,
// with a warning.
std::optional<Node> read(const SourceMap& sources, SourceId source, Diagnostics& diagnostics,
                         const Limits& limits = {});

}  // namespace opta::yaml
