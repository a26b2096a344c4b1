// The `providers` section.
#pragma once

#include "catalog/catalog.h"
#include "diag/diagnostic.h"
#include "layer/document.h"
#include "layer/scope.h"

namespace opta {

// `cloud` of the result is empty when the section cannot be understood; faults are reported. A file
// without providers and environments is of the cloud "helm".
Provider decode_provider(const Document& document, const Catalog& catalog, const Scope& scope,
                         const SourceMap& sources, Diagnostics& diagnostics);

}  // namespace opta
