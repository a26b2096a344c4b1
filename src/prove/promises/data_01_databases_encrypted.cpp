#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

Cases decide(const Evidence& evidence) {
  return encrypted_with_key(evidence.world,
                            {"aws_rds_cluster", "aws_db_instance", "aws_docdb_cluster"},
                            "storage_encrypted");
}

}  // namespace

extern const Promise kData01;
const Promise kData01 = {
    .id = "DATA-01",
    .sentence = "All databases are encrypted at rest with a customer-managed KMS key.",
    .why =
        "A snapshot or a disk in the wrong hands is worth nothing without the key, and whoever may "
        "use the key is a decision of yours.",
    .how =
        "SQL clusters and instances and DocumentDB clusters: `storage_encrypted` is true and "
        "`kms_key_id` is set, and not to AWS's own key (`alias/aws/…`). An instance of a cluster "
        "has what its cluster has.",
    .controls = "SOC 2 CC6.1; CIS AWS 2.3.1",
    .fix =
        "Set `storage_encrypted` and `kms_key_id`. One that is there must be copied by a snapshot "
        "to be encrypted.",
    .decide = decide,
    .not_looked_at = {"aws_docdbelastic_cluster", "aws_neptune_cluster", "aws_opensearch_domain",
                      "aws_redshift_cluster", "aws_redshiftserverless_namespace"},
};

}  // namespace opta::prove
