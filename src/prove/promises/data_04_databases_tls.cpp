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
  std::string_view values;  // parted by spaces
};
constexpr Parameter kParameters[] = {{"rds.force_ssl", "1"},
                                     {"require_secure_transport", "ON on 1"},
                                     {"tls", "enabled tls1.2+ tls1.3+ fips-140-3"}};

bool demands_tls(const Value& parameter) {
  for (const Parameter& known : kParameters) {
    if (is_text(parameter.at("name"), known.name) != Truth::kYes) continue;
    const std::string value = " " + parameter.at("value").text() + " ";
    if ((" " + std::string(known.values) + " ").contains(value) && value.size() > 2) return true;
  }
  return false;
}

Truth group_demands_tls(const Resource& group) {
  Truth demands = Truth::kNo;
  for (const Value* parameter : group.values.at("parameter").blocks()) {
    const bool unknown = parameter->is_unknown() || parameter->at("name").is_unknown() ||
                         parameter->at("value").is_unknown();
    if (demands_tls(*parameter)) return Truth::kYes;
    if (unknown) demands = Truth::kUnknown;
  }
  return demands;
}

// PostgreSQL and MariaDB... leave it to the parameter: AWS's own groups of PostgreSQL 15 and later
// demand TLS, which a plan does not show.
Case judge(const World& world, const Resource& cluster, const Demand& demand) {
  const Named groups = world.named_by(cluster.values.at(demand.group_name), demand.group);
  if (groups.may_be.empty()) {
    return {.about = &cluster,
            .holds = Truth::kUnknown,
            .witness = "its parameter group is not in the plan"};
  }
  Truth holds = groups.is_complete ? Truth::kYes : Truth::kUnknown;
  for (const Resource* group : groups.may_be) holds = both(holds, group_demands_tls(*group));
  return {.about = &cluster,
          .holds = holds,
          .witness = groups.may_be.front()->address + " does not demand it"};
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
        "that demands TLS: `rds.force_ssl`, `require_secure_transport`, `tls`.",
    .controls = "SOC 2 CC6.7",
    .fix = "Give the cluster a parameter group with that parameter.",
    .decide = decide,
};

}  // namespace opta::prove
