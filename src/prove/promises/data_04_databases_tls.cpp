#include <optional>
#include <string>

#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

struct Demand {
  const char* cluster;
  const char* group;
  const char* group_name;  // the cluster's attribute
};
constexpr Demand kDemands[] = {
    {"aws_rds_cluster", "aws_rds_cluster_parameter_group", "db_cluster_parameter_group_name"},
    {"aws_docdb_cluster", "aws_docdb_cluster_parameter_group", "db_cluster_parameter_group_name"},
    {"aws_db_instance", "aws_db_parameter_group", "parameter_group_name"}};

struct Parameter {
  std::string_view name;
  std::vector<std::string_view> values;
};

const std::vector<Parameter>& parameters() {
  static const std::vector<Parameter> all = {
      {"rds.force_ssl", {"1"}},
      {"require_secure_transport", {"ON", "on", "1"}},
      {"tls", {"enabled", "tls1.2+", "tls1.3+", "fips-140-3"}}};
  return all;
}

// Whether the group's own parameter demands it; nothing where the group has none.
std::optional<Truth> demanded_by(const Value& parameter) {
  const Value& name = parameter.at("name");
  if (parameter.is_unknown() || name.is_unknown()) return Truth::kUnknown;
  for (const Parameter& known : parameters()) {
    if (is_text(name, known.name) != Truth::kYes) continue;
    Truth demands = Truth::kNo;
    for (const std::string_view value : known.values)
      demands = either(demands, is_text(parameter.at("value"), value));
    return demands;
  }
  return std::nullopt;
}

Truth demanded_by_group(const Resource& group) {
  // DocumentDB demands TLS unless it is told otherwise.
  const Truth standard = truth(group.type == "aws_docdb_cluster_parameter_group");
  std::optional<Truth> demands;
  for (const Value* parameter : group.values.at("parameter").blocks()) {
    const auto by = demanded_by(*parameter);
    if (by) demands = demands ? both(*demands, *by) : *by;
  }
  return demands.value_or(standard);
}

Case judge(const World& world, const Resource& cluster, const Demand& demand) {
  const Named groups = world.named_by(cluster.values.at(demand.group_name), demand.group);
  Case judged{.about = &cluster,
              .holds = groups.is_complete && !groups.may_be.empty() ? Truth::kYes : Truth::kUnknown,
              .witness = "its parameter group is not in the plan"};
  for (const Resource* group : groups.may_be) {
    const Truth demands = demanded_by_group(*group);
    if (demands == Truth::kYes) continue;
    judged.holds = both(judged.holds, demands);
    judged.witness = group->address + ".parameter";
  }
  return judged;
}

Cases decide(const Evidence& evidence) {
  Cases cases;
  for (const Demand& demand : kDemands) {
    for (const Resource* cluster : managed(evidence.world, demand.cluster))
      cases.push_back(judge(evidence.world, *cluster, demand));
  }
  return cases;
}

}  // namespace

extern const Promise kData04;
const Promise kData04 = {
    .id = "DATA-04",
    .sentence = "All databases refuse connections without TLS.",
    .why =
        "That a client can use TLS is not enough: one that forgets it would send its password in "
        "the clear.",
    .how =
        "The parameter group of each SQL and DocumentDB cluster has the parameter of its engine "
        "that demands TLS: `rds.force_ssl`, `require_secure_transport`, `tls`. DocumentDB demands "
        "it without one, too.",
    .controls = "SOC 2 CC6.7",
    .fix = "Give the cluster a parameter group with that parameter.",
    .decide = decide,
    .not_looked_at = {"aws_neptune_cluster", "aws_redshift_cluster"},
};

}  // namespace opta::prove
