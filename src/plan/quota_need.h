// What a plan's new resources take of AWS's quotas (plan/quotas.def), as far as the plan knows.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plan/plan.h"

namespace opta {

struct Quota {
  std::string_view type;   // of the resources that count: "aws_eip"
  std::string_view field;  // empty: all of the type count
  std::string_view value;  // of the field in those that count, as a JSON scalar
  std::string_view service;
  std::string_view code;  // "L-0263D0A3"
  // How the AWS CLI counts those that there are.
  std::string_view cli_service;
  std::string_view cli_operation;
  std::string_view cli_query;
};

struct QuotaNeed {
  const Quota* quota = nullptr;
  std::uint64_t count = 0;  // more than there are now
};
std::vector<QuotaNeed> quota_needs(const Plan& plan);

// Nodes that the plan starts. AWS counts instances by their virtual CPUs.
struct NodeNeed {
  std::string instance_type;  // of several, the first
  bool is_spot = false;       // these have a quota of their own
  std::uint64_t count = 0;
};
std::vector<NodeNeed> node_needs(const Plan& plan);

// Whether a quota for "standard" instances counts it: families A, C, D, H, I, M, R, T and Z.
bool is_standard_instance(std::string_view instance_type);

}  // namespace opta
