// Each promise by a world that keeps it, and by changes that each break it alone.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <set>

#include "prove/verdict.h"
#include "worlds.h"

namespace opta::prove {
namespace {

using test::json;
using test::PlanText;
using test::references;

// Resources by address, so that a change can name one.
using Resources = std::map<std::string, json>;

World world_of(const Resources& resources) {
  PlanText plan;
  for (const auto& [address, values] : resources) plan.add(address, values);
  return plan.world();
}

// All that the promises are about, as they want it.
Resources good() {
  return {
      {"aws_rds_cluster.db",
       {{"id", "db"},
        {"cluster_identifier", "db"},
        {"storage_encrypted", true},
        {"kms_key_id", "arn:aws:kms:key"},
        {"backup_retention_period", 5},
        {"db_cluster_parameter_group_name", "pg"},
        {"db_subnet_group_name", "subnets"},
        {"vpc_security_group_ids", {"sg-db"}}}},
      {"aws_rds_cluster_instance.db",
       {{"cluster_identifier", "db"}, {"publicly_accessible", false}}},
      {"aws_rds_cluster_parameter_group.pg",
       {{"id", "pg"},
        {"name", "pg"},
        {"parameter", {{{"name", "rds.force_ssl"}, {"value", "1"}}}}}},
      {"aws_docdb_cluster.docs",
       {{"id", "docs"},
        {"storage_encrypted", true},
        {"kms_key_id", "arn:aws:kms:key"},
        {"backup_retention_period", 7},
        {"db_cluster_parameter_group_name", "docs-pg"}}},
      {"aws_docdb_cluster_parameter_group.docs",
       {{"id", "docs-pg"}, {"parameter", {{{"name", "tls"}, {"value", "enabled"}}}}}},
      {"aws_elasticache_replication_group.cache",
       {{"at_rest_encryption_enabled", true},
        {"kms_key_id", "arn:aws:kms:key"},
        {"transit_encryption_enabled", true},
        {"transit_encryption_mode", "required"}}},
      {"aws_s3_bucket.files", {{"id", "files"}, {"bucket", "files"}}},
      {"aws_s3_bucket_public_access_block.files",
       {{"bucket", "files"},
        {"block_public_acls", true},
        {"block_public_policy", true},
        {"ignore_public_acls", true},
        {"restrict_public_buckets", true}}},
      {"aws_s3_bucket_server_side_encryption_configuration.files",
       {{"bucket", "files"},
        {"rule",
         {{{"apply_server_side_encryption_by_default", {{{"sse_algorithm", "AES256"}}}}}}}}},
      {"aws_eks_cluster.k8s",
       {{"encryption_config",
         {{{"resources", {"secrets"}}, {"provider", {{{"key_arn", "arn:aws:kms:key"}}}}}}}}},
      {"aws_ecr_repository.app", {{"name", "app"}}},
      {"aws_subnet.a", {{"id", "subnet-a"}, {"map_public_ip_on_launch", false}}},
      {"aws_route_table.a",
       {{"id", "rtb-a"}, {"route", {{{"cidr_block", "0.0.0.0/0"}, {"nat_gateway_id", "nat-1"}}}}}},
      {"aws_route_table_association.a", {{"subnet_id", "subnet-a"}, {"route_table_id", "rtb-a"}}},
      {"aws_db_subnet_group.subnets", {{"name", "subnets"}, {"subnet_ids", {"subnet-a"}}}},
      {"aws_security_group.db",
       {{"id", "sg-db"},
        {"ingress",
         {{{"protocol", "tcp"},
           {"from_port", 5432},
           {"to_port", 5432},
           {"cidr_blocks", {"10.0.0.0/16"}}}}}}},
      {"aws_instance.bastion",
       {{"id", "i-1"},
        {"subnet_id", "subnet-a"},
        {"associate_public_ip_address", false},
        {"vpc_security_group_ids", {"sg-db"}}}},
      {"aws_eks_node_group.nodes", {{"subnet_ids", {"subnet-a"}}}},
  };
}

// Those that this file tries; the others have files of their own.
bool is_tried_here(std::string_view id) {
  static const std::set<std::string_view> tried = {"DATA-01", "DATA-02", "DATA-03", "DATA-04",
                                                   "DATA-05", "DATA-06", "DATA-07", "IAM-01",
                                                   "K8S-01",  "K8S-02",  "NET-01",  "NET-02"};
  return tried.contains(id);
}

std::set<std::string_view> broken(const World& world) {
  std::set<std::string_view> ids;
  for (const Verdict& verdict : decide_all(world, {})) {
    if (verdict.holds == Truth::kNo) ids.insert(verdict.promise->id);
  }
  return ids;
}

TEST(Promises, AreKeptByAGoodWorldAndEachIsAboutSomething) {
  const World world = world_of(good());
  for (const Verdict& verdict : decide_all(world, {})) {
    if (!is_tried_here(verdict.promise->id)) continue;
    EXPECT_EQ(verdict.holds, Truth::kYes) << verdict.promise->id;
    EXPECT_TRUE(verdict.promise->forbids || !verdict.cases.empty()) << verdict.promise->id;
  }
}

TEST(Promises, HaveIdsOfTheirOwnAndAllThatTheManualNeeds) {
  std::set<std::string_view> ids;
  for (const Promise* promise : all_promises()) {
    EXPECT_TRUE(ids.insert(promise->id).second) << promise->id;
    for (const std::string_view text :
         {promise->sentence, promise->why, promise->how, promise->controls, promise->fix})
      EXPECT_FALSE(text.empty()) << promise->id;
    EXPECT_EQ(find_promise(promise->id), promise);
  }
  EXPECT_TRUE(std::ranges::is_sorted(all_promises(), {}, &Promise::id));
}

struct Break {
  const char* id;  // what has to catch it; nothing else may
  const char* what;
  std::function<void(Resources&)> change;
};

const std::vector<Break>& breaks() {
  const auto set = [](const char* address, const char* name, json value) {
    return [=](Resources& resources) { resources.at(address)[name] = value; };
  };
  const auto unset = [](const char* address, const char* name) {
    return [=](Resources& resources) { resources.at(address).erase(name); };
  };
  const auto drop = [](const char* address) {
    return [=](Resources& resources) { resources.erase(address); };
  };
  const auto add = [](const char* address, json values) {
    return [=](Resources& resources) { resources[address] = values; };
  };
  // The subnet leads to the internet, and the group lets it in.
  const auto open_network = [](Resources& resources) {
    resources["aws_route_table.a"]["route"] = {
        {{"cidr_block", "0.0.0.0/0"}, {"gateway_id", "igw-1"}}};
    resources["aws_security_group.db"]["ingress"][0]["cidr_blocks"] = {"0.0.0.0/0"};
  };
  static const std::vector<Break> all = {
      {"DATA-01", "a cluster without encryption",
       set("aws_rds_cluster.db", "storage_encrypted", false)},
      {"DATA-01", "a cluster that says nothing of encryption",
       unset("aws_rds_cluster.db", "storage_encrypted")},
      {"DATA-01", "a cluster without a key", unset("aws_rds_cluster.db", "kms_key_id")},
      {"DATA-01", "documents without encryption",
       set("aws_docdb_cluster.docs", "storage_encrypted", false)},
      {"DATA-01", "documents without a key", unset("aws_docdb_cluster.docs", "kms_key_id")},
      {"DATA-02", "a cache without encryption",
       set("aws_elasticache_replication_group.cache", "at_rest_encryption_enabled", false)},
      {"DATA-02", "a cache without a key",
       unset("aws_elasticache_replication_group.cache", "kms_key_id")},
      {"DATA-03", "a cache without TLS",
       set("aws_elasticache_replication_group.cache", "transit_encryption_enabled", false)},
      {"DATA-03", "a cache that takes plain connections, too",
       set("aws_elasticache_replication_group.cache", "transit_encryption_mode", "preferred")},
      {"DATA-04", "PostgreSQL that does not demand TLS",
       set("aws_rds_cluster_parameter_group.pg", "parameter",
           {{{"name", "rds.force_ssl"}, {"value", "0"}}})},
      {"DATA-04", "a group without parameters",
       unset("aws_rds_cluster_parameter_group.pg", "parameter")},
      {"DATA-04", "documents that do not demand TLS",
       set("aws_docdb_cluster_parameter_group.docs", "parameter",
           {{{"name", "tls"}, {"value", "disabled"}}})},
      {"DATA-04", "a parameter that is set twice, one of them off",
       set("aws_rds_cluster_parameter_group.pg", "parameter",
           {{{"name", "rds.force_ssl"}, {"value", "1"}},
            {{"name", "require_secure_transport"}, {"value", "OFF"}}})},
      {"DATA-05", "four days of backups", set("aws_rds_cluster.db", "backup_retention_period", 4)},
      {"DATA-05", "no word of backups", unset("aws_docdb_cluster.docs", "backup_retention_period")},
      {"DATA-06", "a bucket without a block", drop("aws_s3_bucket_public_access_block.files")},
      {"DATA-06", "a policy may make it public",
       set("aws_s3_bucket_public_access_block.files", "block_public_policy", false)},
      {"DATA-06", "ACLs may make it public",
       set("aws_s3_bucket_public_access_block.files", "block_public_acls", false)},
      {"DATA-06", "public ACLs count",
       set("aws_s3_bucket_public_access_block.files", "ignore_public_acls", false)},
      {"DATA-06", "a public policy counts",
       set("aws_s3_bucket_public_access_block.files", "restrict_public_buckets", false)},
      {"DATA-06", "the block is another bucket's",
       set("aws_s3_bucket_public_access_block.files", "bucket", "others")},
      {"DATA-07", "a bucket without encryption",
       drop("aws_s3_bucket_server_side_encryption_configuration.files")},
      {"DATA-07", "an encryption that is none",
       set("aws_s3_bucket_server_side_encryption_configuration.files", "rule", json::array())},
      {"IAM-01", "an access key", add("aws_iam_access_key.ci", {{"user", "ci"}})},
      {"IAM-01", "a password", add("aws_iam_user_login_profile.ann", {{"user", "ann"}})},
      {"K8S-01", "a cluster without a key", unset("aws_eks_cluster.k8s", "encryption_config")},
      {"K8S-01", "a key for something else",
       set("aws_eks_cluster.k8s", "encryption_config",
           {{{"resources", json::array()}, {"provider", {{{"key_arn", "arn:aws:kms:key"}}}}}})},
      {"K8S-02", "a public repository",
       add("aws_ecrpublic_repository.app", {{"repository_name", "app"}})},
      {"NET-01", "a database that the internet reaches",
       [=](Resources& resources) {
         open_network(resources);
         resources["aws_rds_cluster_instance.db"]["publicly_accessible"] = true;
       }},
      {"NET-02", "a machine that the internet reaches",
       [=](Resources& resources) {
         open_network(resources);
         resources["aws_instance.bastion"]["associate_public_ip_address"] = true;
       }},
      {"NET-02", "a machine with an elastic IP",
       [=](Resources& resources) {
         open_network(resources);
         resources["aws_eip.bastion"] = {{"instance", "i-1"}};
       }},
  };
  return all;
}

TEST(Promises, EachBreakIsCaughtByThePromiseThatIsAboutIt) {
  for (const Break& one : breaks()) {
    Resources resources = good();
    one.change(resources);
    const World world = world_of(resources);
    EXPECT_EQ(broken(world), std::set<std::string_view>{one.id}) << one.what;
    for (const Verdict& verdict : decide_all(world, {})) {
      for (const Case& found : verdict.cases) {
        if (found.holds != Truth::kYes) {
          EXPECT_FALSE(found.witness.empty()) << one.what;
        }
      }
    }
  }
}

TEST(Promises, OfEachThereIsABreak) {
  std::set<std::string_view> tried;
  for (const Break& one : breaks()) tried.insert(one.id);
  for (const Promise* promise : all_promises())
    EXPECT_EQ(tried.contains(promise->id), is_tried_here(promise->id)) << promise->id;
}

TEST(Promises, WhatIsNotKnownIsNeverHeld) {
  PlanText plan;
  plan.add("aws_rds_cluster.db", {{"backup_retention_period", 5}},
           {{"storage_encrypted", true}, {"kms_key_id", true}});
  const World world = plan.world();
  for (const Verdict& verdict : decide_all(world, {})) {
    if (verdict.promise->id != "DATA-01") continue;
    EXPECT_EQ(verdict.holds, Truth::kUnknown);
  }
}

TEST(Promises, AKeyThatTheSamePlanMakesIsAKey) {
  PlanText plan;
  plan.add("aws_kms_key.k", json::object(), {{"arn", true}})
      .add("aws_docdb_cluster.docs", {{"storage_encrypted", true}, {"backup_retention_period", 5}},
           {{"kms_key_id", true}})
      .expressions("aws_docdb_cluster.docs",
                   {{"kms_key_id", references({"aws_kms_key.k.arn", "aws_kms_key.k"})}});
  const World world = plan.world();
  for (const Verdict& verdict : decide_all(world, {})) {
    if (verdict.promise->id != "DATA-01") continue;
    EXPECT_EQ(verdict.holds, Truth::kYes);
  }
}

}  // namespace
}  // namespace opta::prove
