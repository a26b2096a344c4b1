#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

Case judge(const Resource& database) {
  const Truth is_protected = is_true(database.values.at("deletion_protection"));
  const Truth skips = is_true(database.values.at("skip_final_snapshot"));
  // A protection that is not known yet may be none.
  return attribute(
      database, "skip_final_snapshot",
      is_protected == Truth::kYes ? opposite(skips) : either(opposite(skips), Truth::kUnknown));
}

Cases decide(const Evidence& evidence) {
  Cases cases;
  for (const char* type : {"aws_rds_cluster", "aws_docdb_cluster", "aws_db_instance"}) {
    for (const Resource* database : managed(evidence.world, type)) {
      if (is_true(database->values.at("deletion_protection")) != Truth::kNo)
        cases.push_back(judge(*database));
    }
  }
  return cases;
}

}  // namespace

extern const Promise kData10;
const Promise kData10 = {
    .id = "DATA-10",
    .sentence = "A database with deletion protection takes a final snapshot.",
    .why =
        "The protection is one word in a file; whoever takes it out and destroys the layer, should "
        "not lose the data with it.",
    .how =
        "SQL and DocumentDB clusters and SQL instances with `deletion_protection`: "
        "`skip_final_snapshot` is not set. Which databases are protected is yours to say; of "
        "others "
        "nothing is demanded.",
    .controls = "SOC 2 A1.2",
    .fix = "Leave `skip_final_snapshot` off, and name the snapshot.",
    .decide = decide,
};

}  // namespace opta::prove
