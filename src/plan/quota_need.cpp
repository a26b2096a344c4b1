#include "plan/quota_need.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace opta {

namespace {

constexpr auto kQuotas = std::to_array<Quota>({
#define OPTA_QUOTA(type, field, value, service, code, cli_service, cli_operation, cli_query) \
  {#type, field, value, service, code, cli_service, cli_operation, cli_query},
#include "plan/quotas.def"
#undef OPTA_QUOTA
});

constexpr std::string_view kNodeGroup = "aws_eks_node_group";

bool counts(const Quota& quota, const ResourceChange& change) {
  if (change.type != quota.type) return false;
  if (quota.field.empty()) return true;
  const std::string* value = value_after(change, quota.field);
  return value != nullptr && *value == quota.value;
}

// A replacement that makes the new thing first has both for a while.
std::uint64_t more_of(const ResourceChange& change) {
  if (!change.import_id.empty()) return 0;
  if (change.action == Action::kCreate) return 1;
  return change.action == Action::kReplace && change.create_before_destroy ? 1 : 0;
}

std::string text_after(const ResourceChange& change, std::string_view path) {
  const std::string* value = value_after(change, path);
  if (value == nullptr || value->size() < 2 || value->front() != '"') return {};
  return value->substr(1, value->size() - 2);
}

std::uint64_t number_after(const ResourceChange& change, std::string_view path) {
  const std::string* value = value_after(change, path);
  std::uint64_t number = 0;
  if (value != nullptr) std::from_chars(value->data(), value->data() + value->size(), number);
  return number;
}

}  // namespace

std::vector<QuotaNeed> quota_needs(const Plan& plan) {
  std::vector<QuotaNeed> needs;
  for (const Quota& quota : kQuotas) {
    std::uint64_t count = 0;
    for (const ResourceChange& change : plan.changes) {
      if (counts(quota, change)) count += more_of(change);
    }
    if (count > 0) needs.push_back({&quota, count});
  }
  return needs;
}

std::vector<NodeNeed> node_needs(const Plan& plan) {
  std::vector<NodeNeed> needs;
  for (const ResourceChange& change : plan.changes) {
    if (change.type != kNodeGroup || more_of(change) == 0) continue;
    NodeNeed need{.instance_type = text_after(change, "instance_types[0]"),
                  .is_spot = text_after(change, "capacity_type") == "SPOT",
                  .count = number_after(change, "scaling_config[0].desired_size")};
    if (!need.instance_type.empty() && need.count > 0) needs.push_back(std::move(need));
  }
  return needs;
}

bool is_standard_instance(std::string_view instance_type) {
  // Letters before the generation's digit. "im4gn" and "is4gen" are of I, "hpc7a" is of none.
  const std::string_view family =
      instance_type.substr(0, instance_type.find_first_of("0123456789"));
  if (family.empty() || family == instance_type) return false;
  static constexpr std::array<std::string_view, 11> kFamilies = {"a",  "c", "d", "h", "i", "im",
                                                                 "is", "m", "r", "t", "z"};
  return std::ranges::find(kFamilies, family) != kFamilies.end();
}

}  // namespace opta
