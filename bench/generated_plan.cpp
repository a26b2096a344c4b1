#include "generated_plan.h"

#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/check.h"

namespace opta {

namespace {

using nlohmann::json;

constexpr std::size_t kPerModule = 50;
// Attributes that a resource of AWS's provider has on average, and that are null.
constexpr int kNulls = 15;

// What is known of each, and where the rest is taken from: lists of references.
constexpr const char* kEnvironment = R"json([
{"type": "aws_vpc", "name": "this", "known": {"cidr_block": "10.0.0.0/16"}},
{"type": "aws_default_security_group", "name": "this", "known": {"ingress": [], "egress": []},
 "from": {"vpc_id": ["aws_vpc.this.id"]}},
{"type": "aws_flow_log", "name": "this", "known": {"traffic_type": "ALL"}, "from": {"vpc_id": ["aws_vpc.this.id"]}},
{"type": "aws_internet_gateway", "name": "this", "from": {"vpc_id": ["aws_vpc.this.id"]}},
{"type": "aws_subnet", "name": "a", "known": {"cidr_block": "10.0.0.0/20", "availability_zone": "us-east-1a"},
 "from": {"vpc_id": ["aws_vpc.this.id"]}},
{"type": "aws_subnet", "name": "b", "known": {"cidr_block": "10.0.16.0/20", "availability_zone": "us-east-1b"},
 "from": {"vpc_id": ["aws_vpc.this.id"]}},
{"type": "aws_subnet", "name": "public", "known": {"cidr_block": "10.0.32.0/20", "map_public_ip_on_launch": true},
 "from": {"vpc_id": ["aws_vpc.this.id"]}},
{"type": "aws_route_table", "name": "private", "known": {"route": [{"cidr_block": "0.0.0.0/0"}]},
 "from": {"vpc_id": ["aws_vpc.this.id"], "route": [{"nat_gateway_id": ["var.nat_gateway_id"]}]}},
{"type": "aws_route_table", "name": "public", "from": {"vpc_id": ["aws_vpc.this.id"]}},
{"type": "aws_route", "name": "public", "known": {"destination_cidr_block": "0.0.0.0/0"},
 "from": {"route_table_id": ["aws_route_table.public.id"], "gateway_id": ["aws_internet_gateway.this.id"]}},
{"type": "aws_route_table_association", "name": "a",
 "from": {"subnet_id": ["aws_subnet.a.id"], "route_table_id": ["aws_route_table.private.id"]}},
{"type": "aws_route_table_association", "name": "b",
 "from": {"subnet_id": ["aws_subnet.b.id"], "route_table_id": ["aws_route_table.private.id"]}},
{"type": "aws_route_table_association", "name": "public",
 "from": {"subnet_id": ["aws_subnet.public.id"], "route_table_id": ["aws_route_table.public.id"]}},

{"type": "aws_security_group", "name": "db", "known": {"name": "db"}, "from": {"vpc_id": ["aws_vpc.this.id"]}},
{"type": "aws_security_group", "name": "app", "known": {"name": "app"}, "from": {"vpc_id": ["aws_vpc.this.id"]}},
{"type": "aws_security_group", "name": "balancer", "known": {"name": "balancer"},
 "from": {"vpc_id": ["aws_vpc.this.id"]}},
{"type": "aws_vpc_security_group_ingress_rule", "name": "db",
 "known": {"ip_protocol": "tcp", "from_port": 5432, "to_port": 5432},
 "from": {"security_group_id": ["aws_security_group.db.id"],
          "referenced_security_group_id": ["aws_security_group.app.id"]}},
{"type": "aws_vpc_security_group_ingress_rule", "name": "app",
 "known": {"ip_protocol": "tcp", "from_port": 8080, "to_port": 8080},
 "from": {"security_group_id": ["aws_security_group.app.id"],
          "referenced_security_group_id": ["aws_security_group.balancer.id"]}},
{"type": "aws_vpc_security_group_ingress_rule", "name": "balancer",
 "known": {"ip_protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_ipv4": "0.0.0.0/0"},
 "from": {"security_group_id": ["aws_security_group.balancer.id"]}},
{"type": "aws_lb", "name": "this", "known": {"internal": false, "access_logs": [{"enabled": true}]},
 "from": {"subnets": ["aws_subnet.public.id"], "security_groups": ["aws_security_group.balancer.id"],
          "access_logs": [{"bucket": ["aws_s3_bucket.files.id"]}]}},
{"type": "aws_lb_listener", "name": "this",
 "known": {"port": 443, "protocol": "HTTPS", "ssl_policy": "ELBSecurityPolicy-TLS13-1-2-2021-06"},
 "from": {"load_balancer_arn": ["aws_lb.this.arn"]}},
{"type": "aws_instance", "name": "worker",
 "known": {"associate_public_ip_address": false, "root_block_device": [{"encrypted": true}],
           "metadata_options": [{"http_tokens": "required", "http_put_response_hop_limit": 1}]},
 "from": {"subnet_id": ["aws_subnet.a.id"], "vpc_security_group_ids": ["aws_security_group.app.id"]}},
{"type": "aws_eip", "name": "worker", "from": {"instance": ["aws_instance.worker.id"]}},

{"type": "aws_kms_key", "name": "this", "known": {"enable_key_rotation": true, "deletion_window_in_days": 30}},
{"type": "aws_db_subnet_group", "name": "db", "known": {"name": "db"},
 "from": {"subnet_ids": ["aws_subnet.a.id", "aws_subnet.b.id"]}},
{"type": "aws_rds_cluster_parameter_group", "name": "db",
 "known": {"family": "aurora-postgresql17", "parameter": [{"name": "rds.force_ssl", "value": "1"}]}},
{"type": "aws_rds_cluster", "name": "db",
 "known": {"engine": "aurora-postgresql", "storage_encrypted": true, "backup_retention_period": 7,
           "deletion_protection": true, "skip_final_snapshot": false, "manage_master_user_password": true},
 "from": {"kms_key_id": ["aws_kms_key.this.arn"], "vpc_security_group_ids": ["aws_security_group.db.id"],
          "db_subnet_group_name": ["aws_db_subnet_group.db.name"],
          "db_cluster_parameter_group_name": ["aws_rds_cluster_parameter_group.db.name"]}},
{"type": "aws_rds_cluster_instance", "name": "db", "known": {"publicly_accessible": false},
 "from": {"cluster_identifier": ["aws_rds_cluster.db.id"],
          "db_subnet_group_name": ["aws_db_subnet_group.db.name"]}},
{"type": "aws_elasticache_replication_group", "name": "cache",
 "known": {"at_rest_encryption_enabled": true, "transit_encryption_enabled": true,
           "transit_encryption_mode": "required", "engine": "redis"},
 "from": {"kms_key_id": ["aws_kms_key.this.arn"], "security_group_ids": ["aws_security_group.db.id"]}},
{"type": "aws_dynamodb_table", "name": "table",
 "known": {"point_in_time_recovery": [{"enabled": true}], "server_side_encryption": [{"enabled": true}]},
 "from": {"server_side_encryption": [{"kms_key_arn": ["aws_kms_key.this.arn"]}]}},
{"type": "aws_sqs_queue", "name": "queue", "known": {"name": "queue"},
 "from": {"kms_master_key_id": ["aws_kms_key.this.arn"]}},
{"type": "aws_s3_bucket", "name": "files", "known": {"force_destroy": false}},
{"type": "aws_s3_bucket_public_access_block", "name": "files",
 "known": {"block_public_acls": true, "block_public_policy": true, "ignore_public_acls": true,
           "restrict_public_buckets": true}, "from": {"bucket": ["aws_s3_bucket.files.id"]}},
{"type": "aws_s3_bucket_server_side_encryption_configuration", "name": "files",
 "known": {"rule": [{"apply_server_side_encryption_by_default": [{"sse_algorithm": "AES256"}]}]},
 "from": {"bucket": ["aws_s3_bucket.files.id"]}},
{"type": "aws_s3_bucket_logging", "name": "files", "known": {"target_prefix": "logs/"},
 "from": {"bucket": ["aws_s3_bucket.files.id"], "target_bucket": ["aws_s3_bucket.files.id"]}},
{"type": "aws_s3_bucket_policy", "name": "files",
 "from": {"bucket": ["aws_s3_bucket.files.id"], "policy": ["data.aws_iam_policy_document.bucket.json"]}},
{"type": "aws_iam_policy_document", "name": "bucket", "is_data": true,
 "known": {"statement": [{"effect": "Deny", "actions": ["s3:*"],
    "principals": [{"type": "*", "identifiers": ["*"]}],
    "condition": [{"test": "Bool", "variable": "aws:SecureTransport", "values": ["false"]}]}]},
 "from": {"json": [], "statement": [{"resources": ["aws_s3_bucket.files.arn"]}]}},

{"type": "aws_iam_openid_connect_provider", "name": "this", "from": {"url": ["aws_eks_cluster.this.identity"]}},
{"type": "aws_iam_policy_document", "name": "trust", "is_data": true,
 "known": {"statement": [{"effect": "Allow", "actions": ["sts:AssumeRoleWithWebIdentity"],
    "principals": [{"type": "Federated"}],
    "condition": [{"test": "StringEquals", "values": ["system:serviceaccount:web:app"]}]}]},
 "from": {"json": [], "statement": [{
    "principals": [{"identifiers": ["aws_iam_openid_connect_provider.this.arn"]}],
    "condition": [{"variable": ["aws_iam_openid_connect_provider.this.url"]}]}]}},
{"type": "aws_iam_role", "name": "app", "known": {"name": "app"},
 "from": {"assume_role_policy": ["data.aws_iam_policy_document.trust.json"]}},
{"type": "aws_iam_policy_document", "name": "rights", "is_data": true,
 "known": {"statement": [{"effect": "Allow", "actions": ["s3:GetObject", "s3:PutObject"]},
    {"effect": "Allow", "actions": ["sqs:SendMessage"]}]},
 "from": {"json": [], "statement": [{"resources": ["aws_s3_bucket.files.arn"]},
    {"resources": ["aws_sqs_queue.queue.arn"]}]}},
{"type": "aws_iam_role_policy", "name": "app",
 "from": {"role": ["aws_iam_role.app.id"], "policy": ["data.aws_iam_policy_document.rights.json"]}},
{"type": "aws_iam_role", "name": "nodes",
 "known": {"name": "nodes", "assume_role_policy": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"sts:AssumeRole\", \"Principal\": {\"Service\": \"ec2.amazonaws.com\"}}]}"}},
{"type": "aws_iam_role_policy_attachment", "name": "nodes",
 "known": {"policy_arn": "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"},
 "from": {"role": ["aws_iam_role.nodes.name"]}},
{"type": "aws_iam_policy", "name": "logs",
 "known": {"name": "logs", "policy": "{\"Version\": \"2012-10-17\", \"Statement\": [{\"Effect\": \"Allow\", \"Action\": [\"logs:CreateLogStream\", \"logs:PutLogEvents\"], \"Resource\": \"arn:aws:logs:us-east-1:123456789012:log-group:app:*\"}]}"}},
{"type": "aws_iam_role_policy_attachment", "name": "logs",
 "from": {"role": ["aws_iam_role.app.name"], "policy_arn": ["aws_iam_policy.logs.arn"]}},
{"type": "aws_cloudwatch_log_group", "name": "this", "known": {"retention_in_days": 30},
 "from": {"kms_key_id": ["aws_kms_key.this.arn"]}},
{"type": "aws_eks_cluster", "name": "this",
 "known": {"enabled_cluster_log_types": ["api", "audit", "authenticator"],
           "access_config": [{"authentication_mode": "API"}],
           "vpc_config": [{"endpoint_private_access": true}],
           "encryption_config": [{"resources": ["secrets"], "provider": [{}]}]},
 "from": {"vpc_config": [{"subnet_ids": ["aws_subnet.a.id", "aws_subnet.b.id"]}],
          "encryption_config": [{"provider": [{"key_arn": ["aws_kms_key.this.arn"]}]}]}},
{"type": "aws_launch_template", "name": "nodes",
 "known": {"metadata_options": [{"http_tokens": "required", "http_put_response_hop_limit": 1}],
           "block_device_mappings": [{"device_name": "/dev/xvda", "ebs": [{"encrypted": "true"}]}]},
 "from": {"vpc_security_group_ids": ["aws_security_group.app.id"]}},
{"type": "aws_eks_node_group", "name": "nodes", "known": {"launch_template": [{"version": "1"}]},
 "from": {"cluster_name": ["aws_eks_cluster.this.name"], "node_role_arn": ["aws_iam_role.nodes.arn"],
          "subnet_ids": ["aws_subnet.a.id", "aws_subnet.b.id"],
          "launch_template": [{"id": ["aws_launch_template.nodes.id"]}]}}
])json";

bool is_reference(const json& from) {
  return from.is_array() && (from.empty() || from.front().is_string());
}

// As `after_unknown` mirrors what is known.
// NOLINTNEXTLINE(misc-no-recursion): the text above nests as deep
json unknown_of(const json& from) {
  if (is_reference(from)) return true;
  json made = from;
  for (json& part : made) part = unknown_of(part);
  return made;
}

// "a.b" stands beside "a.b.c", as Terraform lists it.
json references(const json& from) {
  json names = json::array();
  for (const json& one : from) {
    const auto& name = one.get_ref<const std::string&>();
    names.push_back(name);
    if (!name.starts_with("var.")) names.push_back(name.substr(0, name.rfind('.')));
  }
  return {{"references", std::move(names)}};
}

// As the configuration has both.
// NOLINTNEXTLINE(misc-no-recursion): as above
json expression_of(const json& known, const json& from) {
  if (!from.is_null() && is_reference(from)) return references(from);
  const bool are_blocks = known.is_array() && !known.empty() && known.front().is_object();
  if (from.is_null() && !known.is_object() && !are_blocks) return {{"constant_value", known}};
  json made = from.is_null() ? known : from;
  const json none;
  if (made.is_array()) {
    for (std::size_t i = 0; i < made.size(); ++i)
      made[i] = expression_of(i < known.size() ? known[i] : none, from.is_null() ? none : from[i]);
    return made;
  }
  if (known.is_object()) made.update(known);
  for (auto& [name, part] : made.items()) {
    part = expression_of(known.is_object() ? known.value(name, none) : none,
                         from.is_object() ? from.value(name, none) : none);
  }
  return made;
}

// A resource's parts that are alike in all modules.
struct Part {
  json change;         // among the changes, without addresses
  json value;          // among the planned values, likewise
  json configuration;  // of the module
  std::string place;
};

Part part_of(const json& written) {
  const bool is_data = written.value("is_data", false);
  const std::string type = written["type"];
  const json known = written.value("known", json::object());
  json from = written.value("from", json::object());
  Part part;
  part.place = fmt::format("{}{}.{}", is_data ? "data." : "", type,
                           written["name"].get_ref<const std::string&>());
  const json item = {{"mode", is_data ? "data" : "managed"},
                     {"type", type},
                     {"name", written["name"]},
                     {"provider_name", "registry.terraform.io/hashicorp/aws"}};
  json after = known;
  for (int i = 0; i < kNulls; ++i) after[fmt::format("setting_{}", i)] = nullptr;
  if (!is_data) after["tags"] = {{"opta", "true"}, {"opta_environment", "staging"}};
  json unknown = unknown_of(from);
  unknown["id"] = unknown["arn"] = true;
  part.value = item;
  part.value["values"] = after;
  part.value["sensitive_values"] = {{"tags", json::object()}};
  part.change = item;
  part.change["change"] = {{"actions", {is_data ? "read" : "create"}},
                           {"before", nullptr},
                           {"after", std::move(after)},
                           {"after_unknown", std::move(unknown)},
                           {"before_sensitive", false},
                           {"after_sensitive", {{"tags", json::object()}}}};
  from.erase("json");  // made, and not written
  part.configuration = item;
  part.configuration["address"] = part.place;
  part.configuration["expressions"] = expression_of(known, from);
  return part;
}

}  // namespace

std::string generated_plan(std::size_t count) {
  const json written = json::parse(kEnvironment);
  OPTA_ASSERT(written.size() == kPerModule && count % kPerModule == 0);
  json changes = json::array();
  json planned = json::array();
  json calls = json::object();
  for (std::size_t made = 0; made < count; made += kPerModule) {
    const std::string module = fmt::format("env{}", made / kPerModule);
    const auto placed = [&module](json item, const std::string& place) {
      item["address"] = fmt::format("module.{}.{}", module, place);
      item["module_address"] = "module." + module;
      return item;
    };
    json resources = json::array();
    json values = json::array();
    for (const json& one : written) {
      Part part = part_of(one);
      changes.push_back(placed(std::move(part.change), part.place));
      values.push_back(placed(std::move(part.value), part.place));
      resources.push_back(std::move(part.configuration));
    }
    planned.push_back({{"address", "module." + module}, {"resources", std::move(values)}});
    calls[module] = {{"source", "./modules/environment"},
                     {"expressions", {{"nat_gateway_id", references({"aws_nat_gateway.this.id"})}}},
                     {"module", {{"resources", std::move(resources)}}}};
  }
  const json plan = {{"format_version", "1.2"},
                     {"terraform_version", "1.11.4"},
                     {"planned_values", {{"root_module", {{"child_modules", planned}}}}},
                     {"resource_changes", std::move(changes)},
                     {"configuration", {{"root_module", {{"module_calls", std::move(calls)}}}}}};
  return plan.dump();
}

}  // namespace opta
