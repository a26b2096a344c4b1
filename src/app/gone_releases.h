// Releases that the layer had at its last apply, and that its file no longer has.
#pragma once

#include <string>
#include <vector>

#include "emit/stack.h"
#include "plan/plan.h"

namespace opta {

struct ReleaseName {
  std::string release_namespace;
  std::string name;

  friend bool operator==(const ReleaseName&, const ReleaseName&) = default;
};

// From the plan of its Terraform; the last installed stands first.
std::vector<ReleaseName> gone_releases(const Plan& plan, const Stack& stack);

}  // namespace opta
