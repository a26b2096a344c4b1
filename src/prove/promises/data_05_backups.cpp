#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

constexpr double kDays = 5;

Cases decide(const Evidence& evidence) {
  Cases cases;
  for (const char* type : {"aws_rds_cluster", "aws_docdb_cluster", "aws_db_instance"}) {
    for (const Resource* database : managed(evidence.world, type)) {
      constexpr std::string_view kPeriod = "backup_retention_period";
      cases.push_back(
          attribute(*database, kPeriod, is_at_least(database->values.at(kPeriod), kDays)));
    }
  }
  return cases;
}

}  // namespace

extern const Promise kData05;
const Promise kData05 = {
    .id = "DATA-05",
    .sentence = "SQL and document databases keep backups of at least five days.",
    .why = "A mistake that is found on Monday was made on Friday.",
    .how = "`backup_retention_period` of clusters and of instances that belong to no cluster.",
    .controls = "SOC 2 A1.2; CIS AWS 2.3",
    .fix = "Set `backup_retention_period` to 5 or more.",
    .decide = decide,
    .not_looked_at = {"aws_neptune_cluster", "aws_redshift_cluster"},
};

}  // namespace opta::prove
