// The promises about resources of AWS: a world that keeps them all, changes that each break one
// alone, changes that break none, and what is not known.
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

using Resources = std::map<std::string, json>;

const std::set<std::string_view> kCovered = {
    "DATA-06", "DATA-08", "DATA-09", "DATA-10", "DATA-11", "DATA-12", "DATA-13",
    "DATA-14", "DATA-15", "DATA-16", "DATA-17", "DATA-18", "K8S-02",  "K8S-03",
    "K8S-04",  "K8S-05",  "K8S-06",  "K8S-07",  "LOG-01",  "LOG-02",  "LOG-03",
    "LOG-04",  "LOG-05",  "LOG-06",  "NET-03",  "NET-04",  "NET-05",  "NET-06",
    "NET-07",  "NET-08",  "NET-09",  "NET-10",  "NET-11"};

constexpr const char* kKey = "arn:aws:kms:us-east-1:123456789012:key/k";
constexpr const char* kDenyPlain =
    R"({"Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*",
        "Resource":["arn:aws:s3:::files","arn:aws:s3:::files/*"],
        "Condition":{"Bool":{"aws:SecureTransport":"false"}}}]})";
constexpr const char* kLogPolicy =
    R"({"Statement":[{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"*","Resource":"*",
        "Condition":{"Bool":{"aws:SecureTransport":false}}},
        {"Effect":"Allow","Principal":{"Service":"logging.s3.amazonaws.com"},
         "Action":"s3:PutObject","Resource":"arn:aws:s3:::logs/*"}]})";

World world_of(const Resources& resources) {
  PlanText plan;
  for (const auto& [address, values] : resources) plan.add(address, values);
  return plan.world();
}

json rule(int from, int to, const char* source) {
  return {{"protocol", "tcp"}, {"from_port", from}, {"to_port", to}, {"cidr_blocks", {source}}};
}

void add_bucket(Resources& world, const std::string& name, const char* policy) {
  world["aws_s3_bucket." + name] = {{"id", name}, {"bucket", name}};
  world["aws_s3_bucket_public_access_block." + name] = {{"bucket", name},
                                                        {"block_public_acls", true},
                                                        {"block_public_policy", true},
                                                        {"ignore_public_acls", true},
                                                        {"restrict_public_buckets", true}};
  world["aws_s3_bucket_server_side_encryption_configuration." + name] = {
      {"bucket", name},
      {"rule", {{{"apply_server_side_encryption_by_default", {{{"sse_algorithm", "AES256"}}}}}}}};
  world["aws_s3_bucket_versioning." + name] = {
      {"bucket", name}, {"versioning_configuration", {{{"status", "Enabled"}}}}};
  world["aws_s3_bucket_policy." + name] = {{"bucket", name}, {"policy", policy}};
}

void add_network(Resources& world) {
  world["aws_vpc.net"] = {{"id", "vpc-1"}};
  world["aws_default_security_group.net"] = {{"id", "sg-default"},
                                             {"vpc_id", "vpc-1"},
                                             {"ingress", json::array()},
                                             {"egress", json::array()}};
  world["aws_flow_log.net"] = {{"vpc_id", "vpc-1"}, {"traffic_type", "ALL"}};
  for (const auto& [name, zone, table] :
       {std::tuple{"a", "us-east-1a", "rtb-private"}, std::tuple{"b", "us-east-1b", "rtb-private"},
        std::tuple{"pub", "us-east-1a", "rtb-public"}}) {
    const std::string id = std::string("subnet-") + name;
    world["aws_subnet." + std::string(name)] = {{"id", id},
                                                {"vpc_id", "vpc-1"},
                                                {"availability_zone", zone},
                                                {"map_public_ip_on_launch", false}};
    world["aws_route_table_association." + std::string(name)] = {{"subnet_id", id},
                                                                 {"route_table_id", table}};
  }
  world["aws_route_table.private"] = {
      {"id", "rtb-private"},
      {"route", {{{"cidr_block", "0.0.0.0/0"}, {"nat_gateway_id", "nat-1"}}}}};
  world["aws_route_table.public"] = {
      {"id", "rtb-public"}, {"route", {{{"cidr_block", "0.0.0.0/0"}, {"gateway_id", "igw-1"}}}}};
  for (const char* type :
       {"aws_db_subnet_group", "aws_docdb_subnet_group", "aws_elasticache_subnet_group"})
    world[std::string(type) + ".subnets"] = {
        {"id", type}, {"name", type}, {"subnet_ids", {"subnet-a", "subnet-b"}}};
  world["aws_security_group.db"] = {{"id", "sg-db"},
                                    {"ingress", {rule(5432, 5432, "10.0.0.0/16")}}};
  world["aws_security_group.docs"] = {{"id", "sg-docs"}, {"ingress", json::array()}};
  world["aws_vpc_security_group_ingress_rule.docs"] = {{"security_group_id", "sg-docs"},
                                                       {"ip_protocol", "tcp"},
                                                       {"from_port", 27017},
                                                       {"to_port", 27017},
                                                       {"cidr_ipv4", "10.0.0.0/16"}};
  world["aws_security_group.cache"] = {{"id", "sg-cache"},
                                       {"ingress", {rule(6379, 6379, "10.0.0.0/16")}}};
  world["aws_security_group.spare"] = {{"id", "sg-spare"},
                                       {"ingress", {rule(3306, 3306, "10.0.0.0/16")}}};
  world["aws_security_group.door"] = {
      {"id", "sg-door"}, {"ingress", {rule(80, 80, "0.0.0.0/0"), rule(443, 443, "0.0.0.0/0")}}};
  world["aws_lb.door"] = {{"id", "lb-1"},
                          {"arn", "arn:lb-1"},
                          {"internal", false},
                          {"security_groups", {"sg-door"}},
                          {"access_logs", {{{"bucket", "logs"}, {"enabled", true}}}}};
  world["aws_lb_listener.http"] = {
      {"load_balancer_arn", "arn:lb-1"},
      {"port", 80},
      {"protocol", "HTTP"},
      {"default_action", {{{"type", "redirect"}, {"redirect", {{{"protocol", "HTTPS"}}}}}}}};
  world["aws_lb_listener.https"] = {{"load_balancer_arn", "arn:lb-1"},
                                    {"port", 443},
                                    {"protocol", "HTTPS"},
                                    {"ssl_policy", "ELBSecurityPolicy-TLS13-1-2-2021-06"}};
  world["aws_cloudfront_distribution.site"] = {
      {"default_cache_behavior", {{{"viewer_protocol_policy", "redirect-to-https"}}}},
      {"viewer_certificate",
       {{{"cloudfront_default_certificate", false},
         {"minimum_protocol_version", "TLSv1.2_2021"}}}}};
}

void add_stores(Resources& world) {
  world["aws_rds_cluster.db"] = {{"id", "db"},
                                 {"engine", "aurora-postgresql"},
                                 {"port", 5432},
                                 {"storage_encrypted", true},
                                 {"kms_key_id", kKey},
                                 {"backup_retention_period", 5},
                                 {"db_cluster_parameter_group_name", "pg"},
                                 {"db_subnet_group_name", "aws_db_subnet_group"},
                                 {"vpc_security_group_ids", {"sg-db"}},
                                 {"deletion_protection", true},
                                 {"skip_final_snapshot", false},
                                 {"enabled_cloudwatch_logs_exports", {"postgresql"}}};
  world["aws_rds_cluster_parameter_group.pg"] = {
      {"id", "pg"}, {"name", "pg"}, {"parameter", {{{"name", "rds.force_ssl"}, {"value", "1"}}}}};
  world["aws_docdb_cluster.docs"] = {{"id", "docs"},
                                     {"engine", "docdb"},
                                     {"port", 27017},
                                     {"storage_encrypted", true},
                                     {"kms_key_id", kKey},
                                     {"backup_retention_period", 7},
                                     {"db_cluster_parameter_group_name", "docs-pg"},
                                     {"db_subnet_group_name", "aws_docdb_subnet_group"},
                                     {"vpc_security_group_ids", {"sg-docs"}},
                                     {"skip_final_snapshot", true},
                                     {"enabled_cloudwatch_logs_exports", {"audit"}}};
  world["aws_docdb_cluster_parameter_group.docs"] = {
      {"id", "docs-pg"}, {"parameter", {{{"name", "tls"}, {"value", "enabled"}}}}};
  world["aws_elasticache_replication_group.cache"] = {
      {"engine", "valkey"},
      {"port", 6379},
      {"at_rest_encryption_enabled", true},
      {"kms_key_id", kKey},
      {"transit_encryption_enabled", true},
      {"transit_encryption_mode", "required"},
      {"auth_token", "a-token-of-many-letters"},
      {"subnet_group_name", "aws_elasticache_subnet_group"},
      {"security_group_ids", {"sg-cache"}}};
  world["aws_sqs_queue.q"] = {{"kms_master_key_id", kKey}};
  world["aws_sns_topic.t"] = {{"kms_master_key_id", kKey}};
  world["aws_dynamodb_table.t"] = {
      {"server_side_encryption", {{{"enabled", true}, {"kms_key_arn", kKey}}}},
      {"point_in_time_recovery", {{{"enabled", true}}}}};
  world["aws_ebs_volume.v"] = {{"encrypted", true}};
  world["aws_kms_key.k"] = {{"id", "k"},
                            {"enable_key_rotation", true},
                            {"deletion_window_in_days", 30},
                            {"customer_master_key_spec", "SYMMETRIC_DEFAULT"},
                            {"key_usage", "ENCRYPT_DECRYPT"}};
  world["aws_secretsmanager_secret.s"] = {{"kms_key_id", kKey}};
  world["aws_ssm_parameter.p"] = {{"type", "SecureString"}, {"key_id", kKey}};
  world["aws_cloudwatch_log_group.g"] = {{"kms_key_id", kKey}, {"retention_in_days", 7}};
}

void add_cluster(Resources& world) {
  world["aws_eks_cluster.k8s"] = {
      {"encryption_config", {{{"resources", {"secrets"}}, {"provider", {{{"key_arn", kKey}}}}}}},
      {"vpc_config", {{{"endpoint_private_access", true}, {"endpoint_public_access", true}}}},
      {"access_config", {{{"authentication_mode", "API"}}}},
      {"enabled_cluster_log_types", {"api", "audit", "authenticator"}}};
  world["aws_launch_template.node"] = {
      {"id", "lt-1"},
      {"block_device_mappings",
       {{{"device_name", "/dev/xvda"}, {"ebs", {{{"encrypted", "true"}}}}}}},
      {"metadata_options", {{{"http_tokens", "required"}, {"http_put_response_hop_limit", 1}}}}};
  world["aws_eks_node_group.nodes"] = {{"subnet_ids", {"subnet-a", "subnet-b"}},
                                       {"launch_template", {{{"id", "lt-1"}}}}};
  world["aws_instance.runner"] = {{"id", "i-1"},
                                  {"subnet_id", "subnet-a"},
                                  {"associate_public_ip_address", false},
                                  {"vpc_security_group_ids", {"sg-spare"}},
                                  {"root_block_device", {{{"encrypted", true}}}},
                                  {"metadata_options", {{{"http_tokens", "required"}}}}};
  world["aws_ecr_repository.app"] = {{"name", "app"},
                                     {"image_tag_mutability", "IMMUTABLE"},
                                     {"image_scanning_configuration", {{{"scan_on_push", true}}}}};
}

Resources good() {
  Resources world;
  add_network(world);
  add_stores(world);
  add_cluster(world);
  add_bucket(world, "files", kDenyPlain);
  add_bucket(world, "logs", kLogPolicy);
  world["aws_s3_bucket_logging.files"] = {{"bucket", "files"}, {"target_bucket", "logs"}};
  return world;
}

std::set<std::string_view> with(Truth holds, const World& world) {
  std::set<std::string_view> ids;
  for (const Verdict& verdict : decide_all(world, {})) {
    if (verdict.holds == holds) ids.insert(verdict.promise->id);
  }
  return ids;
}

using Change = std::function<void(Resources&)>;

Change set(const char* address, const char* path, json value) {
  return [=](Resources& world) { world.at(address)[json::json_pointer(path)] = value; };
}
Change unset(const char* address, const char* name) {
  return [=](Resources& world) { world.at(address).erase(name); };
}
Change drop(const char* address) {
  return [=](Resources& world) { world.erase(address); };
}
Change add(const char* address, json values) {
  return [=](Resources& world) { world[address] = values; };
}
Change all(std::vector<Change> changes) {
  return [=](Resources& world) {
    for (const Change& change : changes) change(world);
  };
}

TEST(CloudPromises, AreKeptByAGoodWorldAndEachIsAboutSomething) {
  const World world = world_of(good());
  for (const Verdict& verdict : decide_all(world, {})) {
    if (!kCovered.contains(verdict.promise->id)) continue;
    std::string why;
    for (const Case& one : verdict.cases) {
      if (one.holds != Truth::kYes) why += one.about.address() + ": " + one.witness + "; ";
    }
    EXPECT_EQ(verdict.holds, Truth::kYes) << verdict.promise->id << " " << why;
    EXPECT_TRUE(verdict.promise->forbids || !verdict.cases.empty()) << verdict.promise->id;
  }
}

struct Break {
  const char* id;
  const char* what;
  Change change;
};

const std::vector<Break>& breaks() {
  static const char* const kPublicPull =
      R"({"Statement":{"Effect":"Allow","Principal":{"AWS":["*"]},"Action":"ecr:BatchGetImage"}})";
  static const std::vector<Break> all_breaks = {
      {"DATA-06", "neither a block of the bucket nor of the account",
       drop("aws_s3_bucket_public_access_block.files")},
      {"DATA-06", "a block of the account that leaves policies open",
       all({drop("aws_s3_bucket_public_access_block.files"),
            add("aws_s3_account_public_access_block.a", {{"block_public_acls", true},
                                                         {"block_public_policy", false},
                                                         {"ignore_public_acls", true},
                                                         {"restrict_public_buckets", true}})})},
      {"DATA-08", "a bucket without a policy", drop("aws_s3_bucket_policy.files")},
      {"DATA-08", "a policy that allows plain requests",
       set("aws_s3_bucket_policy.files", "/policy",
           R"({"Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*",
               "Condition":{"Bool":{"aws:SecureTransport":"false"}}}]})")},
      {"DATA-08", "a policy that refuses TLS",
       set("aws_s3_bucket_policy.files", "/policy",
           R"({"Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*",
               "Condition":{"Bool":{"aws:SecureTransport":"true"}}}]})")},
      {"DATA-08", "a policy about objects alone",
       set("aws_s3_bucket_policy.files", "/policy",
           R"({"Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*",
               "Resource":"arn:aws:s3:::files/*",
               "Condition":{"Bool":{"aws:SecureTransport":"false"}}}]})")},
      {"DATA-08", "a policy about one action",
       set("aws_s3_bucket_policy.files", "/policy",
           R"({"Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:PutObject",
               "Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]})")},
      {"DATA-08", "a policy about one principal",
       set("aws_s3_bucket_policy.files", "/policy",
           R"({"Statement":[{"Effect":"Deny","Principal":{"AWS":"arn:aws:iam::1:root"},
               "Action":"s3:*","Resource":"*",
               "Condition":{"Bool":{"aws:SecureTransport":"false"}}}]})")},
      {"DATA-08", "a policy with a condition more",
       set("aws_s3_bucket_policy.files", "/policy",
           R"({"Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*",
               "Condition":{"Bool":{"aws:SecureTransport":"false","aws:ViaAWSService":"true"}}}]})")},
      {"DATA-09", "a bucket without versions", drop("aws_s3_bucket_versioning.files")},
      {"DATA-09", "versions that are suspended",
       set("aws_s3_bucket_versioning.files", "/versioning_configuration/0/status", "Suspended")},
      {"DATA-10", "a protected database without a last snapshot",
       set("aws_rds_cluster.db", "/skip_final_snapshot", true)},
      {"DATA-11", "a queue without a key", unset("aws_sqs_queue.q", "kms_master_key_id")},
      {"DATA-11", "a topic without a key", unset("aws_sns_topic.t", "kms_master_key_id")},
      {"DATA-12", "a table with AWS's key",
       set("aws_dynamodb_table.t", "/server_side_encryption", json::array())},
      {"DATA-12", "a table without a key of ours",
       set("aws_dynamodb_table.t", "/server_side_encryption/0/kms_key_arn", nullptr)},
      {"DATA-13", "a password in the plan", set("aws_rds_cluster.db", "/master_password", "x")},
      {"DATA-13", "documents with a password in the plan",
       set("aws_docdb_cluster.docs", "/master_password", "x")},
      {"DATA-14", "a volume that is not encrypted", set("aws_ebs_volume.v", "/encrypted", false)},
      {"DATA-14", "a volume that says nothing", unset("aws_ebs_volume.v", "encrypted")},
      {"DATA-14", "a node's volume that is not encrypted",
       set("aws_launch_template.node", "/block_device_mappings/0/ebs/0/encrypted", "false")},
      {"DATA-14", "nodes with the image's volume",
       unset("aws_launch_template.node", "block_device_mappings")},
      {"DATA-14", "a machine's root volume",
       set("aws_instance.runner", "/root_block_device/0/encrypted", false)},
      {"DATA-14", "a machine's second volume",
       set("aws_instance.runner", "/ebs_block_device", {{{"encrypted", false}}})},
      {"DATA-15", "a key that does not rotate",
       set("aws_kms_key.k", "/enable_key_rotation", false)},
      {"DATA-15", "a key that says nothing", unset("aws_kms_key.k", "enable_key_rotation")},
      {"DATA-15", "a key that is gone soon", set("aws_kms_key.k", "/deletion_window_in_days", 3)},
      {"DATA-16", "a secret with AWS's key", unset("aws_secretsmanager_secret.s", "kms_key_id")},
      {"DATA-16", "a parameter with AWS's key", unset("aws_ssm_parameter.p", "key_id")},
      {"DATA-17", "a cache that asks for nothing",
       unset("aws_elasticache_replication_group.cache", "auth_token")},
      {"DATA-18", "a table without recovery",
       unset("aws_dynamodb_table.t", "point_in_time_recovery")},
      {"DATA-18", "recovery that is off",
       set("aws_dynamodb_table.t", "/point_in_time_recovery/0/enabled", false)},
      {"K8S-02", "a policy with which everybody pulls",
       add("aws_ecr_repository_policy.app", {{"repository", "app"}, {"policy", kPublicPull}})},
      {"K8S-02", "all but one pull",
       add("aws_ecr_repository_policy.app",
           {{"policy",
             R"({"Statement":[{"Effect":"Allow","NotPrincipal":{"AWS":"arn:aws:iam::1:root"},
                 "Action":"ecr:*"}]})"}})},
      {"K8S-03", "an API in the internet alone",
       set("aws_eks_cluster.k8s", "/vpc_config/0/endpoint_private_access", false)},
      {"K8S-04", "nodes that ask for no token",
       set("aws_launch_template.node", "/metadata_options/0/http_tokens", "optional")},
      {"K8S-04", "nodes whose answer reaches pods",
       set("aws_launch_template.node", "/metadata_options/0/http_put_response_hop_limit", 2)},
      {"K8S-04", "nodes that say nothing", unset("aws_launch_template.node", "metadata_options")},
      {"K8S-04", "a machine that asks for no token",
       set("aws_instance.runner", "/metadata_options/0/http_tokens", "optional")},
      {"K8S-05", "a cluster that reads aws-auth",
       set("aws_eks_cluster.k8s", "/access_config/0/authentication_mode", "API_AND_CONFIG_MAP")},
      {"K8S-05", "a cluster that says nothing", unset("aws_eks_cluster.k8s", "access_config")},
      {"K8S-05", "aws-auth itself",
       add("kubernetes_config_map_v1_data.auth",
           {{"metadata", {{{"name", "aws-auth"}, {"namespace", "kube-system"}}}}})},
      {"K8S-06", "images that nobody scans",
       set("aws_ecr_repository.app", "/image_scanning_configuration/0/scan_on_push", false)},
      {"K8S-06", "tags that move",
       set("aws_ecr_repository.app", "/image_tag_mutability", "MUTABLE")},
      {"K8S-07", "a key for nodes", set("aws_launch_template.node", "/key_name", "ops")},
      {"K8S-07", "remote access by groups",
       set("aws_eks_node_group.nodes", "/remote_access",
           {{{"ec2_ssh_key", "ops"}, {"source_security_group_ids", {"sg-spare"}}}})},
      {"LOG-01", "no audit log",
       set("aws_eks_cluster.k8s", "/enabled_cluster_log_types", {"api", "authenticator"})},
      {"LOG-01", "no log at all", unset("aws_eks_cluster.k8s", "enabled_cluster_log_types")},
      {"LOG-02", "logs without a key", unset("aws_cloudwatch_log_group.g", "kms_key_id")},
      {"LOG-03", "three days of logs", set("aws_cloudwatch_log_group.g", "/retention_in_days", 3)},
      {"LOG-04", "a bucket whose reads nobody logs", drop("aws_s3_bucket_logging.files")},
      {"LOG-05", "a load balancer without a log",
       set("aws_lb.door", "/access_logs/0/enabled", false)},
      {"LOG-05", "a load balancer that says nothing", unset("aws_lb.door", "access_logs")},
      {"LOG-06", "a database without logs",
       unset("aws_rds_cluster.db", "enabled_cloudwatch_logs_exports")},
      {"NET-03", "a second port",
       set("aws_security_group.db", "/ingress/1", rule(3306, 3306, "10.0.0.0/16"))},
      {"NET-03", "a range of ports", set("aws_security_group.db", "/ingress/0/to_port", 5433)},
      {"NET-03", "all protocols", set("aws_security_group.cache", "/ingress/0/protocol", "-1")},
      {"NET-03", "documents on another port by a rule of its own",
       set("aws_vpc_security_group_ingress_rule.docs", "/to_port", 27018)},
      {"NET-03", "another port than the database's", set("aws_rds_cluster.db", "/port", 6000)},
      {"NET-04", "a database in a public subnet",
       set("aws_db_subnet_group.subnets", "/subnet_ids", {"subnet-a", "subnet-pub"})},
      {"NET-04", "a cache in a public subnet",
       set("aws_elasticache_subnet_group.subnets", "/subnet_ids", {"subnet-pub"})},
      {"NET-04", "nodes in a public subnet",
       set("aws_eks_node_group.nodes", "/subnet_ids", {"subnet-b", "subnet-pub"})},
      {"NET-04", "a machine in a public subnet",
       set("aws_instance.runner", "/subnet_id", "subnet-pub")},
      {"NET-05", "an open port where nothing listens",
       set("aws_security_group.door", "/ingress/2", rule(8080, 8080, "0.0.0.0/0"))},
      {"NET-05", "an open range at the door",
       set("aws_security_group.door", "/ingress/1/to_port", 444)},
      {"NET-05", "a group that nobody has",
       add("aws_security_group.x", {{"id", "sg-x"}, {"ingress", {rule(80, 80, "0.0.0.0/0")}}})},
      {"NET-05", "all of IPv6 in a rule of its own",
       all({add("aws_security_group.x", {{"id", "sg-x"}}),
            add("aws_vpc_security_group_ingress_rule.x", {{"security_group_id", "sg-x"},
                                                          {"ip_protocol", "tcp"},
                                                          {"from_port", 80},
                                                          {"to_port", 80},
                                                          {"cidr_ipv6", "::/0"}})})},
      {"NET-05", "ping at the door",
       set("aws_security_group.door", "/ingress/2",
           {{"protocol", "icmp"},
            {"from_port", -1},
            {"to_port", -1},
            {"cidr_blocks", {"0.0.0.0/0"}}})},
      {"NET-05", "a machine with the door's group",
       set("aws_instance.runner", "/vpc_security_group_ids", {"sg-door"})},
      {"NET-06", "AWS's default group", drop("aws_default_security_group.net")},
      {"NET-06", "a default group that lets in",
       set("aws_default_security_group.net", "/ingress", {rule(1, 9, "10.0.0.0/16")})},
      {"NET-06", "a default group that lets out",
       set("aws_default_security_group.net", "/egress", {rule(0, 9, "10.0.0.0/8")})},
      {"NET-07", "a network without a flow log", drop("aws_flow_log.net")},
      {"NET-07", "a log of what is let in", set("aws_flow_log.net", "/traffic_type", "ACCEPT")},
      {"NET-08", "one zone", set("aws_subnet.b", "/availability_zone", "us-east-1a")},
      {"NET-08", "the second zone is public",
       all({set("aws_subnet.b", "/availability_zone", "us-east-1a"),
            set("aws_subnet.pub", "/availability_zone", "us-east-1b")})},
      {"NET-09", "a policy that takes TLS 1.0",
       set("aws_lb_listener.https", "/ssl_policy", "ELBSecurityPolicy-2016-08")},
      {"NET-09", "a policy of TLS 1.3 that takes TLS 1.1",
       set("aws_lb_listener.https", "/ssl_policy", "ELBSecurityPolicy-TLS13-1-1-2021-06")},
      {"NET-09", "AWS's own policy", unset("aws_lb_listener.https", "ssl_policy")},
      {"NET-09", "plain HTTP that is served",
       set("aws_lb_listener.http", "/default_action", {{{"type", "forward"}}})},
      {"NET-09", "a redirect to plain HTTP",
       set("aws_lb_listener.http", "/default_action/0/redirect/0/protocol", "HTTP")},
      {"NET-10", "SSH at a load balancer that listens there",
       all({set("aws_security_group.door", "/ingress/2", rule(22, 22, "0.0.0.0/0")),
            add("aws_lb_listener.ssh",
                {{"load_balancer_arn", "arn:lb-1"}, {"port", 22}, {"protocol", "TCP"}})})},
      {"NET-11", "a site over HTTP",
       set("aws_cloudfront_distribution.site", "/default_cache_behavior/0/viewer_protocol_policy",
           "allow-all")},
      {"NET-11", "a path over HTTP",
       set("aws_cloudfront_distribution.site", "/ordered_cache_behavior",
           {{{"viewer_protocol_policy", "allow-all"}}})},
      {"NET-11", "a domain with old TLS",
       set("aws_cloudfront_distribution.site", "/viewer_certificate/0/minimum_protocol_version",
           "TLSv1.1_2016")},
  };
  return all_breaks;
}

TEST(CloudPromises, EachBreakIsCaughtByThePromiseThatIsAboutIt) {
  for (const Break& one : breaks()) {
    Resources resources = good();
    one.change(resources);
    const World world = world_of(resources);
    EXPECT_EQ(with(Truth::kNo, world), std::set<std::string_view>{one.id}) << one.what;
    for (const Verdict& verdict : decide_all(world, {})) {
      for (const Case& found : verdict.cases) {
        if (found.holds != Truth::kYes) {
          EXPECT_FALSE(found.witness.empty()) << one.what;
        }
      }
    }
  }
}

TEST(CloudPromises, OfEachThereIsABreak) {
  std::set<std::string_view> tried;
  for (const Break& one : breaks()) tried.insert(one.id);
  for (const std::string_view id : kCovered) EXPECT_TRUE(tried.contains(id)) << id;
}

// Two promises are about each of these.
TEST(CloudPromises, WhatBreaksTwoIsSaidTwice) {
  const auto check = [](const Change& change, std::set<std::string_view> ids) {
    Resources resources = good();
    change(resources);
    EXPECT_EQ(with(Truth::kNo, world_of(resources)), ids);
  };
  check(set("aws_security_group.db", "/ingress/0/cidr_blocks", {"0.0.0.0/0"}),
        {"NET-03", "NET-05"});
  check(add("aws_vpc_security_group_ingress_rule.docs2", {{"security_group_id", "sg-docs"},
                                                          {"ip_protocol", "tcp"},
                                                          {"from_port", 27017},
                                                          {"to_port", 27017},
                                                          {"cidr_ipv4", "8.8.8.0/24"}}),
        {"NET-03", "NET-05"});
  check(set("aws_security_group.spare", "/ingress/1", rule(22, 22, "0.0.0.0/0")),
        {"NET-05", "NET-10"});
  check(add("aws_security_group_rule.cluster", {{"type", "ingress"},
                                                {"security_group_id", "sg-of-a-cluster"},
                                                {"protocol", "tcp"},
                                                {"from_port", 3000},
                                                {"to_port", 4000},
                                                {"cidr_blocks", {"0.0.0.0/0"}}}),
        {"NET-05", "NET-10"});
  check(set("aws_eks_node_group.nodes", "/remote_access", {{{"ec2_ssh_key", "ops"}}}),
        {"K8S-07", "NET-10"});
}

TEST(CloudPromises, NameTheRule) {
  Resources resources = good();
  resources.at("aws_vpc_security_group_ingress_rule.docs")["to_port"] = 27018;
  const World world = world_of(resources);
  for (const Verdict& verdict : decide_all(world, {})) {
    if (verdict.promise->id != "NET-03") continue;
    const auto found = std::ranges::find(verdict.cases, Truth::kNo, &Case::holds);
    ASSERT_NE(found, verdict.cases.end());
    EXPECT_EQ(found->about.address(), "aws_docdb_cluster.docs");
    EXPECT_EQ(found->witness,
              "aws_vpc_security_group_ingress_rule.docs of aws_security_group.docs (27017-27018)");
  }
}

TEST(CloudPromises, HarmlessChangesBreakNone) {
  const std::vector<std::pair<const char*, Change>> changes = {
      {"a block of the account instead of the bucket's",
       all({drop("aws_s3_bucket_public_access_block.files"),
            add("aws_s3_account_public_access_block.a", {{"block_public_acls", true},
                                                         {"block_public_policy", true},
                                                         {"ignore_public_acls", true},
                                                         {"restrict_public_buckets", true}})})},
      {"a policy in other words",
       set("aws_s3_bucket_policy.files", "/policy",
           R"({"Statement":{"Effect":"Deny","Principal":{"AWS":["*"]},"Action":["S3:*"],
               "Resource":"*","Condition":{"BoolIfExists":{"AWS:SecureTransport":[false]}}}})")},
      {"a database that is not protected",
       set("aws_rds_cluster.db", "/deletion_protection", false)},
      {"an alias as key", set("aws_sqs_queue.q", "/kms_master_key_id", "alias/app")},
      {"a password that RDS keeps",
       set("aws_rds_cluster.db", "/manage_master_user_password", true)},
      {"volumes by the account's setting",
       all({unset("aws_ebs_volume.v", "encrypted"),
            unset("aws_launch_template.node", "block_device_mappings"),
            add("aws_ebs_encryption_by_default.e", {{"enabled", true}})})},
      {"no word of the window", unset("aws_kms_key.k", "deletion_window_in_days")},
      {"a key that signs", all({set("aws_kms_key.k", "/customer_master_key_spec", "RSA_2048"),
                                set("aws_kms_key.k", "/key_usage", "SIGN_VERIFY"),
                                set("aws_kms_key.k", "/enable_key_rotation", false)})},
      {"a parameter that is no secret", all({set("aws_ssm_parameter.p", "/type", "String"),
                                             unset("aws_ssm_parameter.p", "key_id")})},
      {"users instead of a token",
       all({unset("aws_elasticache_replication_group.cache", "auth_token"),
            set("aws_elasticache_replication_group.cache", "/user_group_ids", {"users"})})},
      {"a policy for another account",
       add("aws_ecr_repository_policy.app",
           {{"policy",
             R"({"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::2:root"},
                 "Action":"ecr:BatchGetImage"}]})"}})},
      {"a policy that denies everybody",
       add("aws_ecr_repository_policy.app",
           {{"policy",
             R"({"Statement":[{"Effect":"Deny","Principal":"*","Action":"ecr:Delete*"}]})"}})},
      {"an API in the network alone",
       set("aws_eks_cluster.k8s", "/vpc_config/0/endpoint_public_access", false)},
      {"no metadata service at all",
       set("aws_instance.runner", "/metadata_options", {{{"http_endpoint", "disabled"}}})},
      {"another ConfigMap",
       add("kubernetes_config_map.x", {{"metadata", {{{"name", "settings"}}}}})},
      {"logs for ever", set("aws_cloudwatch_log_group.g", "/retention_in_days", 0)},
      {"all logs of the control plane",
       set("aws_eks_cluster.k8s", "/enabled_cluster_log_types",
           {"api", "audit", "authenticator", "scheduler", "controllerManager"})},
      {"an internal load balancer that serves HTTP",
       all({add("aws_lb.in", {{"id", "lb-2"}, {"arn", "arn:lb-2"}, {"internal", true}}),
            add("aws_lb_listener.in", {{"load_balancer_arn", "arn:lb-2"},
                                       {"port", 80},
                                       {"protocol", "HTTP"},
                                       {"default_action", {{{"type", "forward"}}}}})})},
      {"a group as source", set("aws_security_group.db", "/ingress/0",
                                {{"protocol", "tcp"},
                                 {"from_port", 5432},
                                 {"to_port", 5432},
                                 {"security_groups", {"sg-spare"}}})},
      {"a database on a port of its own",
       all({set("aws_rds_cluster.db", "/port", 6000),
            set("aws_security_group.db", "/ingress/0/from_port", 6000),
            set("aws_security_group.db", "/ingress/0/to_port", 6000)})},
      {"no word of the port: the engine's own", unset("aws_rds_cluster.db", "port")},
      {"a port more at the door, where it listens",
       all({set("aws_security_group.door", "/ingress/2", rule(5000, 5000, "0.0.0.0/0")),
            add("aws_lb_listener.extra",
                {{"load_balancer_arn", "arn:lb-1"}, {"port", 5000}, {"protocol", "TCP"}})})},
      {"a flow log of what is refused", set("aws_flow_log.net", "/traffic_type", "REJECT")},
      {"a policy with forward secrecy",
       set("aws_lb_listener.https", "/ssl_policy", "ELBSecurityPolicy-FS-1-2-Res-2020-10")},
      {"CloudFront's own name",
       set("aws_cloudfront_distribution.site", "/viewer_certificate",
           {{{"cloudfront_default_certificate", true}, {"minimum_protocol_version", "TLSv1"}}})},
      {"a public subnet more",
       add("aws_subnet.more",
           {{"id", "subnet-more"}, {"vpc_id", "vpc-1"}, {"availability_zone", "us-east-1b"}})},
  };
  EXPECT_GE(changes.size(), 20U);
  for (const auto& [what, change] : changes) {
    Resources resources = good();
    change(resources);
    const World world = world_of(resources);
    EXPECT_TRUE(with(Truth::kNo, world).empty()) << what;
    for (const std::string_view id : with(Truth::kUnknown, world))
      EXPECT_FALSE(kCovered.contains(id)) << what << ": " << id;
  }
}

// Each attribute that decides, unknown in turn.
TEST(CloudPromises, WhatIsNotKnownIsNeverHeld) {
  struct Unknown {
    const char* id;
    const char* address;
    json unknown;
  };
  const std::vector<Unknown> unknowns = {
      {"DATA-08", "aws_s3_bucket_policy.files", {{"policy", true}}},
      {"DATA-09", "aws_s3_bucket_versioning.files", {{"versioning_configuration", true}}},
      {"DATA-10", "aws_rds_cluster.db", {{"skip_final_snapshot", true}}},
      {"DATA-11", "aws_sqs_queue.q", {{"kms_master_key_id", true}}},
      {"DATA-12", "aws_dynamodb_table.t", {{"server_side_encryption", true}}},
      {"DATA-13", "aws_rds_cluster.db", {{"master_password", true}}},
      {"DATA-14", "aws_ebs_volume.v", {{"encrypted", true}}},
      {"DATA-14", "aws_launch_template.node", {{"block_device_mappings", true}}},
      {"DATA-15", "aws_kms_key.k", {{"enable_key_rotation", true}}},
      {"DATA-16", "aws_secretsmanager_secret.s", {{"kms_key_id", true}}},
      {"DATA-17", "aws_elasticache_replication_group.cache", {{"auth_token", true}}},
      {"DATA-18", "aws_dynamodb_table.t", {{"point_in_time_recovery", true}}},
      {"K8S-03", "aws_eks_cluster.k8s", {{"vpc_config", true}}},
      {"K8S-04", "aws_launch_template.node", {{"metadata_options", true}}},
      {"K8S-05", "aws_eks_cluster.k8s", {{"access_config", true}}},
      {"K8S-06", "aws_ecr_repository.app", {{"image_tag_mutability", true}}},
      {"K8S-07", "aws_launch_template.node", {{"key_name", true}}},
      {"LOG-01", "aws_eks_cluster.k8s", {{"enabled_cluster_log_types", true}}},
      {"LOG-02", "aws_cloudwatch_log_group.g", {{"kms_key_id", true}}},
      {"LOG-03", "aws_cloudwatch_log_group.g", {{"retention_in_days", true}}},
      {"LOG-04", "aws_s3_bucket_logging.files", {{"target_bucket", true}}},
      {"LOG-05", "aws_lb.door", {{"access_logs", true}}},
      {"LOG-06", "aws_rds_cluster.db", {{"enabled_cloudwatch_logs_exports", true}}},
      {"NET-03", "aws_rds_cluster.db", {{"vpc_security_group_ids", true}}},
      {"NET-03", "aws_rds_cluster.db", {{"port", true}}},
      {"NET-03", "aws_security_group.db", {{"ingress", true}}},
      {"NET-04", "aws_db_subnet_group.subnets", {{"subnet_ids", true}}},
      {"NET-05", "aws_security_group.spare", {{"ingress", true}}},
      {"NET-06", "aws_default_security_group.net", {{"ingress", true}}},
      {"NET-07", "aws_flow_log.net", {{"traffic_type", true}}},
      {"NET-08", "aws_subnet.b", {{"availability_zone", true}}},
      {"NET-09", "aws_lb_listener.https", {{"protocol", true}}},
      {"NET-09", "aws_lb_listener.https", {{"ssl_policy", true}}},
      {"NET-10", "aws_security_group.spare", {{"ingress", true}}},
      {"NET-11", "aws_cloudfront_distribution.site", {{"viewer_certificate", true}}},
  };
  for (const auto& [id, address, unknown] : unknowns) {
    PlanText plan;
    for (const auto& [name, values] : good()) {
      const bool is_it = name == address;
      plan.add(name, values, is_it ? unknown : json::object());
    }
    const World world = plan.world();
    EXPECT_TRUE(with(Truth::kUnknown, world).contains(id)) << id << " " << address;
    EXPECT_TRUE(with(Truth::kNo, world).empty()) << id << " " << address;
  }
}

TEST(CloudPromises, AChartMayNotBringAwsAuth) {
  const auto holds = [](const char* name) {
    std::vector<HelmRelease> releases(1);
    releases[0] = {.name = "auth", .release_namespace = "kube-system", .module = "auth"};
    KubeObject map;
    map.kind = "ConfigMap";
    map.object_namespace = "kube-system";
    map.name = name;
    releases[0].objects.push_back(map);
    const Cluster cluster(std::move(releases));
    const World world = world_of(good());
    for (const Verdict& verdict : decide_all(world, cluster)) {
      if (verdict.promise->id == "K8S-05") return verdict.holds;
    }
    return Truth::kUnknown;
  };
  EXPECT_EQ(holds("settings"), Truth::kYes);
  EXPECT_EQ(holds("aws-auth"), Truth::kNo);
}

TEST(CloudPromises, AGroupThatIsOnlyReadMayLetInAnybody) {
  PlanText plan;
  for (const auto& [name, values] : good()) plan.add(name, values);
  for (json& item : plan.text()["resource_changes"]) {
    if (item["address"] == "aws_security_group.db") item["mode"] = "data";
  }
  EXPECT_TRUE(with(Truth::kUnknown, plan.world()).contains("NET-03"));
}

// Before the bucket has its policy, it is what the document says.
TEST(CloudPromises, APolicyIsReadFromTheDocumentThatItComesFrom) {
  const auto holds = [](json document) {
    Resources resources = good();
    resources.erase("aws_s3_bucket_policy.files");
    PlanText plan;
    for (const auto& [name, values] : resources) plan.add(name, values);
    plan.add("aws_s3_bucket_policy.files", {{"bucket", "files"}}, {{"policy", true}})
        .add("aws_iam_policy_document.files", std::move(document), {{"json", true}})
        .expressions("aws_s3_bucket_policy.files",
                     {{"policy", references({"aws_iam_policy_document.files.json",
                                             "aws_iam_policy_document.files"})}});
    const World world = plan.world();
    for (const Verdict& verdict : decide_all(world, {})) {
      if (verdict.promise->id == "DATA-08") return verdict.holds;
    }
    return Truth::kUnknown;
  };
  json statement = {
      {"effect", "Deny"},
      {"actions", {"s3:*"}},
      {"resources", {"arn:aws:s3:::files", "arn:aws:s3:::files/*"}},
      {"principals", {{{"type", "*"}, {"identifiers", {"*"}}}}},
      {"condition",
       {{{"test", "Bool"}, {"variable", "aws:SecureTransport"}, {"values", {"false"}}}}}};
  EXPECT_EQ(holds({{"statement", {statement}}}), Truth::kYes);
  EXPECT_EQ(holds({{"statement", {statement}}, {"override_policy_documents", {"{}"}}}),
            Truth::kUnknown);
  EXPECT_EQ(holds({{"statement", json::array()}, {"source_policy_documents", {"{}"}}}),
            Truth::kUnknown);
  statement["effect"] = nullptr;
  EXPECT_EQ(holds({{"statement", {statement}}}), Truth::kNo);
}

// A new group's own rules are unknown to the provider; where rules are resources of their own it
// has none.
TEST(CloudPromises, ANewGroupWithRulesBesideItHasNoneInIt) {
  const auto holds = [](bool has_configuration) {
    PlanText plan;
    plan.add("aws_security_group.x", json::object(), {{"id", true}, {"ingress", true}})
        .add("aws_vpc_security_group_ingress_rule.x",
             {{"ip_protocol", "tcp"},
              {"from_port", 80},
              {"to_port", 80},
              {"cidr_ipv4", "10.0.0.0/8"}},
             {{"security_group_id", true}})
        .expressions("aws_vpc_security_group_ingress_rule.x",
                     {{"security_group_id",
                       references({"aws_security_group.x.id", "aws_security_group.x"})}});
    if (has_configuration) plan.expressions("aws_security_group.x", json::object());
    return with(Truth::kYes, plan.world()).contains("NET-05");
  };
  EXPECT_TRUE(holds(true));
  EXPECT_FALSE(holds(false));
}

}  // namespace
}  // namespace opta::prove
