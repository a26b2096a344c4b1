// A layer's cluster and its components against the compatibility matrix.
#pragma once

#include <string>
#include <vector>

#include "catalog/compatibility.h"
#include "emit/release.h"

namespace opta {

// A component in one version. Both point into the matrix.
struct Installed {
  const Component* component = nullptr;
  const ComponentVersion* version = nullptr;
  std::string chart = {};  // by name

  std::string title() const;  // "linkerd 2.20"
};

// Those of the layer's releases that the matrix knows.
std::vector<Installed> installed_components(const Layer& layer,
                                            const std::vector<Release>& releases,
                                            const Compatibility& matrix);

// The cluster's version as the layer's or its environment's file has it.
struct ClusterVersion {
  std::string version = {};  // empty: no cluster, or a version known only after an apply
  Span span = {};
  bool is_own = false;  // of the layer's file, not of its environment's
};
ClusterVersion cluster_version(const Layer& layer, const Compatibility& matrix);

struct Conflict {
  std::string message;         // "linkerd 2.19 and Kubernetes 1.36 exclude each other"
  std::string reason;          // what the maker says of it
  std::string component = {};  // by name
  bool only_advice = false;    // tested, or the newest that there was at the time: it may work
};

// What stands in the way of running these together; an empty `kubernetes` is not judged.
std::vector<Conflict> find_conflicts(const Compatibility& matrix, const std::string& kubernetes,
                                     const std::vector<Installed>& installed);

// Reports versions that exclude each other, and warns of those whose support has ended or soon
// will.
void check_compatibility(const Layer& layer, const std::vector<Release>& releases,
                         const Compatibility& matrix, Day today, Diagnostics& diagnostics);

}  // namespace opta
