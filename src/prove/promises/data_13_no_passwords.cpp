#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

struct Password {
  const char* type;
  const char* attribute;
};
constexpr Password kPasswords[] = {{"aws_rds_cluster", "master_password"},
                                   {"aws_docdb_cluster", "master_password"},
                                   {"aws_db_instance", "password"}};

// What nobody wrote down AWS does not make up either.
Truth is_written(const Value& password) {
  return password.is_unset() ? Truth::kNo : is_set(password);
}

Cases decide(const Evidence& evidence) {
  Cases cases;
  for (const auto& [type, name] : kPasswords) {
    for (const Resource* database : managed(evidence.world, type)) {
      Case written = attribute(*database, name, opposite(is_written(database->values.at(name))));
      // One that is made in the same plan is not known yet, but it is written.
      const Value& password = database->values.at(name);
      if (password.is_unknown() && password.has_all_sources() && !password.sources().empty())
        written.holds = Truth::kNo;
      cases.push_back(std::move(written));
    }
  }
  return cases;
}

}  // namespace

extern const Promise kData13;
const Promise kData13 = {
    .id = "DATA-13",
    .sentence = "No password of a database stands in the plan or in the state.",
    .why =
        "Terraform keeps what it is given in its state in plain text, where everybody reads it who "
        "may plan.",
    .how =
        "SQL and DocumentDB clusters and SQL instances have no `master_password` or `password`: "
        "their passwords are write-only, or kept by RDS. The token of a cache is not looked at: "
        "the "
        "provider has no write-only argument for it.",
    .controls = "SOC 2 CC6.1",
    .fix = "Use `master_password_wo` or `manage_master_user_password`.",
    .decide = decide,
    .not_looked_at = {"aws_docdbelastic_cluster", "aws_redshift_cluster",
                      "aws_redshiftserverless_namespace"},
};

}  // namespace opta::prove
