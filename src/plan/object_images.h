// Which container images an object runs.
#pragma once

#include <string>
#include <vector>

#include "plan/manifest.h"

namespace opta {

// Of its containers, in the order of their names, without those for initialisation. None for an
// object without a pod.
std::vector<std::string> images_of(const KubeObject& object);
// Of all of them, each once, in their order.
std::vector<std::string> images_of(const std::vector<KubeObject>& objects);

}  // namespace opta
