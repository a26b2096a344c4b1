#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

Cases decide(const Evidence& evidence) {
  return about_each(evidence.world, {"aws_rds_cluster", "aws_docdb_cluster", "aws_db_instance"},
                    [](const Resource& database) {
                      constexpr const char* kLogs = "enabled_cloudwatch_logs_exports";
                      return attribute(database, kLogs, is_set(database.values.at(kLogs)));
                    });
}

}  // namespace

extern const Promise kLog06;
const Promise kLog06 = {
    .id = "LOG-06",
    .sentence = "All databases send their logs to CloudWatch.",
    .why =
        "Failed logins and errors are in there, and on the database itself they last for days at "
        "most.",
    .how =
        "SQL and DocumentDB clusters and SQL instances: `enabled_cloudwatch_logs_exports` names at "
        "least one log. Which ones is not looked at.",
    .controls = "SOC 2 CC7.2",
    .fix = "Set `enabled_cloudwatch_logs_exports`.",
    .decide = decide,
};

}  // namespace opta::prove
