// Whether a workload reaches a data store, for people and for programs.
#pragma once

#include <string>

#include "prove/reach/store_reach.h"

namespace opta {

struct ReachReport {
  std::string from;  // "Deployment app/hello"
  std::string to;    // "module.db.aws_rds_cluster.this"
  prove::StoreReach reach = {};
};

// The answer, the ports, and the way with what stops it. Ends with a line end.
std::string reach_text(const ReachReport& report);
// A JSON object.
std::string reach_json(const ReachReport& report);

}  // namespace opta
