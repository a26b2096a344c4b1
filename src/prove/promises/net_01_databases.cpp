#include "prove/promises/promises.h"

namespace opta::prove {

namespace {

Cases decide(const Evidence& evidence) {
  Cases cases;
  for (const char* type : {"aws_db_instance", "aws_rds_cluster_instance"}) {
    for (const Resource* database : managed(evidence.world, type))
      cases.push_back(unreachable(evidence.network, evidence.network.database(*database)));
  }
  return cases;
}

}  // namespace

extern const Promise kNet01;
const Promise kNet01 = {
    .id = "NET-01",
    .sentence = "No database can be reached from the internet.",
    .why =
        "A database that answers the internet is found by scanners within minutes; its password is "
        "all that is left then.",
    .how =
        "DocumentDB and caches cannot have an address of the internet. For each SQL database with "
        "an address of the internet: whether a route table of one of "
        "its subnets leads to an internet gateway, whether the network ACL lets packets in, and "
        "whether a security group has a rule for sources that are not private.",
    .controls = "SOC 2 CC6.1, CC6.6; CIS AWS 2.3.3, 5.2",
    .fix =
        "Set `publicly_accessible` to false, and let security groups name groups or blocks of the "
        "network.",
    .decide = decide,
    .not_looked_at = {"aws_opensearch_domain", "aws_redshift_cluster",
                      "aws_redshiftserverless_workgroup"},
};

}  // namespace opta::prove
