// A file of the user with Kubernetes objects: YAML documents, which are kept as they are written.
#pragma once

#include <string_view>
#include <vector>

#include "diag/diagnostic.h"
#include "layer/value.h"
#include "source/source_map.h"

namespace opta {

// The documents that hold something, each as its text; what is no object of Kubernetes is reported
// in its own file. `named_at` is where the file is named.
std::vector<Value> read_manifests(SourceMap& sources, SourceId source, Span named_at,
                                  Diagnostics& diagnostics);

// Whether there is nothing but comments and markers of documents.
bool is_blank_yaml(std::string_view text);

}  // namespace opta
