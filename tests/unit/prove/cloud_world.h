// A world of AWS that keeps all promises about it, and ways to change it.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "prove/verdict.h"
#include "worlds.h"

namespace opta::prove::test::cloud {

using Resources = std::map<std::string, json>;

// The promises that it is about.
inline const std::set<std::string_view> kCovered = {
    "DATA-06", "DATA-08", "DATA-09", "DATA-10", "DATA-11", "DATA-12", "DATA-13",
    "DATA-14", "DATA-15", "DATA-16", "DATA-17", "DATA-18", "K8S-02",  "K8S-03",
    "K8S-04",  "K8S-05",  "K8S-06",  "K8S-07",  "LOG-01",  "LOG-02",  "LOG-03",
    "LOG-04",  "LOG-05",  "LOG-06",  "NET-03",  "NET-04",  "NET-05",  "NET-06",
    "NET-07",  "NET-08",  "NET-09",  "NET-10",  "NET-11"};

inline constexpr const char* kKey = "arn:aws:kms:us-east-1:123456789012:key/k";
inline constexpr const char* kDenyPlain =
    R"({"Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*",
        "Resource":["arn:aws:s3:::files","arn:aws:s3:::files/*"],
        "Condition":{"Bool":{"aws:SecureTransport":"false"}}}]})";
inline constexpr const char* kLogPolicy =
    R"({"Statement":[{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"*","Resource":"*",
        "Condition":{"Bool":{"aws:SecureTransport":false}}},
        {"Effect":"Allow","Principal":{"Service":"logging.s3.amazonaws.com"},
         "Action":"s3:PutObject","Resource":"arn:aws:s3:::logs/*"}]})";

inline World world_of(const Resources& resources) {
  PlanText plan;
  for (const auto& [address, values] : resources) plan.add(address, values);
  return plan.world();
}

inline json rule(int from, int to, const char* source) {
  return {{"protocol", "tcp"}, {"from_port", from}, {"to_port", to}, {"cidr_blocks", {source}}};
}

inline void add_bucket(Resources& world, const std::string& name, const char* policy) {
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

inline void add_network(Resources& world) {
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
      {"arn", "arn:listener-http"},
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

inline void add_stores(Resources& world) {
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

inline void add_cluster(Resources& world) {
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

inline Resources good() {
  Resources world;
  add_network(world);
  add_stores(world);
  add_cluster(world);
  add_bucket(world, "files", kDenyPlain);
  add_bucket(world, "logs", kLogPolicy);
  world["aws_s3_bucket_logging.files"] = {{"bucket", "files"}, {"target_bucket", "logs"}};
  return world;
}

// Without those of identities, which judge policies, too, and have worlds of their own.
inline std::set<std::string_view> with(Truth holds, const World& world) {
  std::set<std::string_view> ids;
  for (const Verdict& verdict : decide_all(world, {})) {
    if (verdict.holds == holds && !verdict.promise->id.starts_with("IAM-"))
      ids.insert(verdict.promise->id);
  }
  return ids;
}

using Change = std::function<void(Resources&)>;

inline Change set(const char* address, const char* path, json value) {
  return [=](Resources& world) { world.at(address)[json::json_pointer(path)] = value; };
}
inline Change unset(const char* address, const char* name) {
  return [=](Resources& world) { world.at(address).erase(name); };
}
inline Change drop(const char* address) {
  return [=](Resources& world) { world.erase(address); };
}
inline Change add(const char* address, json values) {
  return [=](Resources& world) { world[address] = values; };
}
inline Change all(std::vector<Change> changes) {
  return [=](Resources& world) {
    for (const Change& change : changes) change(world);
  };
}

}  // namespace opta::prove::test::cloud
