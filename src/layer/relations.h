// Relations between the inputs of one module (`checks:` and `names:` of its module.yaml).
#pragma once

#include <string>
#include <vector>

#include "diag/diagnostic.h"
#include "layer/layer.h"

namespace opta {

// The kind of check that is not one of these: it asks for the day (emit/certificate_check.h).
inline constexpr const char* kCertificateRelation = "certificate";
// The one of previews alone (layer/preview.h).
inline constexpr const char* kOwnNameRelation = "own_name";

// Values that are known only after an apply are not judged.
// What the region offers: it bounds how far a network can spread.
struct RegionZones {
  int zones = 0;  // 0: not known
  Span region_span = {};
  std::vector<std::string> wider = {};  // regions nearby that have three
};
void check_relations(const ModuleUse& use, const RegionZones& region, Diagnostics& diagnostics);

// Fields that change nothing as things stand: warnings. Wires are connected by then.
void check_notices(const ModuleUse& use, Diagnostics& diagnostics);

// Releases that run in the namespace of the layer's name need one that Kubernetes takes.
void check_namespace(const Layer& layer, Diagnostics& diagnostics);

// The names that the cloud will see against its limits. `layer` has the names that the templates
// use.
void check_name_limits(const ModuleUse& use, const Layer& layer, Diagnostics& diagnostics);

}  // namespace opta
