// What somebody changed outside Opta since the last apply, in cloud and cluster, by module.
#pragma once

#include <string>
#include <vector>

#include "plan/object_change.h"
#include "plan/plan.h"

namespace opta {

// Texts are JSON scalars; an empty one: there is no value on that side.
struct DriftedField {
  std::string path;
  std::string applied = {};  // as the last apply left it
  std::string found = {};    // as it is now
  bool sensitive = false;
};

struct DriftedThing {
  std::string module;  // of the file; empty where it belongs to none
  std::string name;    // "module.base.aws_vpc.vpc", "Deployment app in namespace shop"
  bool is_gone = false;
  std::vector<DriftedField> fields = {};  // none of what is gone
};

// The fields that the plan changes back, and what is gone. The rest of what Terraform calls drift
// is mostly a provider that learnt more about a thing than it knew when it made it.
std::vector<DriftedThing> cloud_drift(const Plan& plan);
// Of a plan whose wanted side is what was applied last.
std::vector<DriftedThing> cluster_drift(const ClusterPlan& plan);

}  // namespace opta
