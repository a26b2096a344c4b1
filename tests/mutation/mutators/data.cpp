// Databases, caches and buckets.
#include "../edits.h"

namespace opta::prove::mutation {

namespace {

const Names kClusters = {"aws_rds_cluster", "aws_docdb_cluster"};
const Names kCaches = {"aws_elasticache_replication_group"};
const Names kBuckets = {"aws_s3_bucket"};
const Names kBlocks = {"aws_s3_bucket_public_access_block"};
const Names kEncryptions = {"aws_s3_bucket_server_side_encryption_configuration"};
const std::string kAlgorithm = "rule.0.apply_server_side_encryption_by_default.0.sse_algorithm";

// An instance without a cluster, which our modules do not make; good but for what is changed.
NewResource database(const char* attribute, const json& value) {
  NewResource made{.address = "module.db.aws_db_instance.mutant",
                   .after = {{"identifier", "mutant"},
                             {"engine", "postgres"},
                             {"storage_encrypted", true},
                             {"kms_key_id", "arn:aws:kms:us-east-1:123456789012:key/1"},
                             {"backup_retention_period", 7},
                             {"publicly_accessible", false}}};
  made.after[attribute] = value;
  return made;
}

NewResource bucket(const char* module) {
  return {.address = std::string("module.") + module + ".aws_s3_bucket.mutant",
          .after = {{"bucket", "mutant"}, {"id", "mutant"}, {"arn", "arn:aws:s3:::mutant"}}};
}

// A bucket that another resource of it stands for: by its name.
const Variants kOfAnother = set("bucket", {"somebody-elses"});

bool demands_tls(const json& group) {
  return group["parameter"].is_array() && !group["parameter"].empty();
}

// Each parameter that demands TLS, at its place in the list.
Variants each_parameter(const std::function<json(const json& parameter)>& change) {
  return {{"parameter changed", [change](Scene& scene, const std::string& address) {
             json& parameters = scene.item(address)["change"]["after"]["parameter"];
             json changed = json::array();
             for (const json& parameter : parameters) {
               const std::string name = parameter["name"];
               const bool is_it =
                   name == "rds.force_ssl" || name == "tls" || name == "require_secure_transport";
               const json made = is_it ? change(parameter) : parameter;
               if (!made.is_null()) changed.push_back(made);
             }
             parameters = changed;
           }}};
}

Variants parameter_value(const char* value) {
  Variants made = each_parameter([value](json parameter) {
    parameter["value"] = value;
    return parameter;
  });
  made.front().name = std::string("the parameter of TLS = ") + value;
  return made;
}

const Variant kWithoutParameters = set("parameter", {json::array()}).front();

}  // namespace

std::vector<Mutator> data_mutators() {
  const Variants no_key = set("kms_key_id", {nullptr, "", "alias/aws/rds",
                                             "arn:aws:kms:us-east-1:123456789012:alias/aws/rds"});
  return {
      {"DATA-01", "a database on a disk in the clear",
       each(kClusters, set("storage_encrypted", {false, nullptr}))},
      {"DATA-01", "a database without a key of ours", each(kClusters, no_key)},
      {"DATA-01", "an instance in the clear",
       added({database("storage_encrypted", false), database("storage_encrypted", nullptr),
              database("kms_key_id", nullptr), database("kms_key_id", "")})},
      {"DATA-01", "nobody knows how a database is encrypted",
       each(kClusters, {unknown("storage_encrypted"), unknown("kms_key_id")}), Demand::kNotHeld},
      {"DATA-02", "a cache on a disk in the clear",
       each(kCaches, set("at_rest_encryption_enabled", {false, nullptr, "false"}))},
      {"DATA-02", "a cache without a key of ours",
       each(kCaches, set("kms_key_id", {nullptr, "", "alias/aws/elasticache"}))},
      {"DATA-02", "nobody knows how a cache is encrypted",
       each(kCaches, {unknown("at_rest_encryption_enabled"), unknown("kms_key_id")}),
       Demand::kNotHeld},
      {"DATA-03", "a cache without TLS",
       each(kCaches, set("transit_encryption_enabled", {false, nullptr}))},
      {"DATA-03", "a cache that takes plain connections, too",
       each(kCaches, set("transit_encryption_mode", {"preferred"}))},
      {"DATA-03", "nobody knows whether a cache has TLS",
       each(kCaches, {unknown("transit_encryption_enabled"), unknown("transit_encryption_mode")}),
       Demand::kNotHeld},
      {"DATA-04", "a database that takes plain connections",
       each_where({"aws_rds_cluster_parameter_group", "aws_docdb_cluster_parameter_group"},
                  demands_tls,
                  all({parameter_value("0"), parameter_value("OFF"), parameter_value("disabled"),
                       parameter_value("")}))},
      {"DATA-04", "a database whose group says nothing of TLS",
       each_where({"aws_rds_cluster_parameter_group"}, demands_tls,
                  all({{kWithoutParameters},
                       set("parameter", {nullptr}),
                       each_parameter([](const json&) { return json(); })}))},
      {"DATA-04", "a database whose group is not in the plan",
       each(kClusters, all({set("db_cluster_parameter_group_name", {nullptr, "default.aurora"}),
                            {unknown("db_cluster_parameter_group_name")}})),
       Demand::kNotHeld},
      {"DATA-04", "nobody knows what the group says",
       each({"aws_rds_cluster_parameter_group"}, {unknown("parameter")}), Demand::kNotHeld},
      {"DATA-05", "a database without enough backups",
       each(kClusters, set("backup_retention_period", {0, 1, 4, nullptr}))},
      {"DATA-05", "an instance without enough backups",
       added({database("backup_retention_period", 0), database("backup_retention_period", 4)})},
      {"DATA-05", "nobody knows how long backups are kept",
       each(kClusters, {unknown("backup_retention_period")}), Demand::kNotHeld},
      {"DATA-06", "a bucket that a policy or an ACL can open",
       each(kBlocks, all({set("block_public_acls", {false, nullptr}),
                          set("block_public_policy", {false, nullptr}),
                          set("ignore_public_acls", {false, nullptr}),
                          set("restrict_public_buckets", {false, nullptr})}))},
      {"DATA-06", "a bucket without its block", each(kBlocks, {dropped()})},
      {"DATA-06", "a bucket whose block is another's", each(kBlocks, kOfAnother)},
      {"DATA-06", "a new bucket without a block",
       added({bucket("base"), bucket("db"), bucket("k8scluster")})},
      {"DATA-06", "nobody knows what the block says",
       each(kBlocks,
            {unknown("block_public_acls"), unknown("block_public_policy"),
             unknown("ignore_public_acls"), unknown("restrict_public_buckets"), unknown("bucket")}),
       Demand::kNotHeld},
      {"DATA-07", "a bucket that does not say how it is encrypted",
       each(kEncryptions,
            all({set(kAlgorithm, {nullptr, "", "none"}), set("rule", {nullptr, json::array()}),
                 set("rule.0.apply_server_side_encryption_by_default", {json::array()})}))},
      {"DATA-07", "a bucket without a configuration of encryption",
       each(kEncryptions, {dropped()})},
      {"DATA-07", "a bucket whose configuration is another's", each(kEncryptions, kOfAnother)},
      {"DATA-07", "a new bucket that says nothing",
       added({bucket("base"), bucket("spot"), bucket("dns")})},
      {"DATA-07", "nobody knows how a bucket is encrypted",
       each(kEncryptions, {unknown(kAlgorithm), unknown("rule"), unknown("bucket")}),
       Demand::kNotHeld},
  };
}

}  // namespace opta::prove::mutation
