// What AWS's own services are told: logs, keys, queues, listeners, and who may reach what.
#include "../edits.h"

namespace opta::prove::mutation {

namespace {

const Names kDatabases = {"aws_rds_cluster", "aws_docdb_cluster"};
const Names kTables = {"aws_dynamodb_table"};
const Names kLaunch = {"aws_launch_template"};
const Names kNodes = {"aws_eks_node_group"};
const Names kClusters = {"aws_eks_cluster"};
const Names kPlanned = {"aws_rds_cluster"};  // only where the service is

bool is_public(const json& balancer) {
  return balancer.value("internal", json()) != true;
}

// A policy without the statement that has this word in it.
Variant without_statement(const std::string& attribute, const std::string& word) {
  return {"the policy without " + word, [=](Scene& scene, const std::string& address) {
            json& policy = scene.item(address)["change"]["after"][attribute];
            json parsed = json::parse(policy.get<std::string>());
            json kept = json::array();
            for (const json& statement : parsed["Statement"]) {
              if (!statement.dump().contains(word)) kept.push_back(statement);
            }
            parsed["Statement"] = kept;
            policy = parsed.dump();
          }};
}

// The policy, and in it one word for another.
Variant replaced(const std::string& attribute, const std::string& word, const std::string& by) {
  return {word + " -> " + by, [=](Scene& scene, const std::string& address) {
            json& policy = scene.item(address)["change"]["after"][attribute];
            std::string text = policy;
            for (std::size_t at = text.find(word); at != std::string::npos;
                 at = text.find(word, at + by.size()))
              text.replace(at, word.size(), by);
            policy = text;
          }};
}

std::function<bool(const json&)> has_text(const std::string& attribute, const std::string& word) {
  return [=](const json& after) {
    return after.contains(attribute) && after[attribute].is_string() &&
           after[attribute].get<std::string>().contains(word);
  };
}

NewResource group(const json& ingress) {
  return {.address = "module.base.aws_security_group.mutant",
          .after = {{"name", "mutant"}, {"id", "sg-mutant"}, {"ingress", {ingress}}}};
}

json rule(int from, int to, const char* block) {
  return {{"protocol", "tcp"}, {"from_port", from}, {"to_port", to}, {"cidr_blocks", {block}}};
}

NewResource distribution(const char* policy, const char* version) {
  return {.address = "module.cdn.aws_cloudfront_distribution.mutant",
          .after = {{"enabled", true},
                    {"aliases", {"www.example.com"}},
                    {"default_cache_behavior", {{{"viewer_protocol_policy", policy}}}},
                    {"viewer_certificate",
                     {{{"cloudfront_default_certificate", false},
                       {"acm_certificate_arn", "arn:aws:acm:us-east-1:123456789012:certificate/1"},
                       {"minimum_protocol_version", version}}}}}};
}

NewResource listener(const json& after) {
  return {.address = "module.k8sbase.aws_lb_listener.mutant",
          .after = after,
          .references = {{"load_balancer_arn",
                          {"aws_lb.ingress[0].arn", "aws_lb.ingress[0]", "aws_lb.ingress"}}}};
}

// Each rule of the groups of databases.
Finder database_rules(const Variants& variants) {
  // Before anything has an id, nobody knows which of the groups a rule is of.
  return where_there_is("aws_rds_cluster", [variants](const Scene& scene) {
    Mutants mutants;
    for (const std::string& address : scene.addresses({"aws_vpc_security_group_ingress_rule"})) {
      if (!address.contains(".database[")) continue;
      for (const Variant& variant : variants)
        mutants.push_back({address + " " + variant.name,
                           [variant, address](Scene& to) { variant.edit(to, address); }});
    }
    return mutants;
  });
}

}  // namespace

std::vector<Mutator> cloud_mutators() {
  const std::string ebs = "block_device_mappings.0.ebs.0.encrypted";
  const std::string metadata = "metadata_options.0.";
  const std::string logs = "access_logs.0.";
  return {
      {"DATA-08", "a bucket that takes requests without TLS",
       several({each_where({"aws_s3_bucket_policy"}, has_text("policy", "SecureTransport"),
                           {without_statement("policy", "SecureTransport"),
                            replaced("policy", "\"Deny\"", "\"Allow\""),
                            replaced("policy", "\"aws:SecureTransport\":\"false\"",
                                     "\"aws:SecureTransport\":\"true\"")}),
                each({"aws_s3_bucket_policy"}, {dropped()})})},
      {"DATA-09", "a bucket without versions",
       each({"aws_s3_bucket_versioning"},
            all({set("versioning_configuration.0.status", {"Suspended", "Disabled"}),
                 {dropped()}}))},
      {"DATA-10", "a protected database without a last snapshot",
       each(kDatabases, {both_of(set("deletion_protection", {true}).front(),
                                 set("skip_final_snapshot", {true}).front())})},
      {"DATA-11", "a queue or a topic in the clear",
       each({"aws_sqs_queue", "aws_sns_topic"}, set("kms_master_key_id", {nullptr, ""}))},
      {"DATA-12", "a table without a key of ours",
       each(kTables, all({set("server_side_encryption", {nullptr, json::array()}),
                          set("server_side_encryption.0.enabled", {false}),
                          set("server_side_encryption.0.kms_key_arn", {nullptr, ""})}))},
      {"DATA-13", "a password in the plan",
       several({each({"aws_rds_cluster", "aws_docdb_cluster"},
                     set("master_password", {"correct-horse-7"})),
                added({{.address = "module.db.aws_db_instance.mutant",
                        .after = {{"identifier", "m"}, {"password", "correct-horse-8"}}}})})},
      {"DATA-14", "nodes on disks in the clear",
       each(kLaunch, all({set(ebs, {false, nullptr, "false"}),
                          set("block_device_mappings.0.ebs.0.kms_key_id", json::array())}))},
      {"DATA-14", "a volume in the clear",
       added({{.address = "module.base.aws_ebs_volume.mutant",
               .after = {{"encrypted", false}, {"size", 8}}},
              {.address = "module.base.aws_instance.mutant",
               .after = {{"root_block_device", {{{"encrypted", false}}}}}},
              {.address = "module.base.aws_instance.mutant",
               .after = {{"root_block_device", {{{"encrypted", true}}}},
                         {"ebs_block_device", {{{"encrypted", false}}}}}}})},
      {"DATA-15", "a key that does not rotate, or goes at once",
       each({"aws_kms_key"}, all({set("enable_key_rotation", {false, nullptr}),
                                  set("deletion_window_in_days", {1, 6})}))},
      {"DATA-16", "a secret without a key of ours",
       several({each({"aws_secretsmanager_secret"}, set("kms_key_id", {nullptr, ""})),
                added({{.address = "module.db.aws_ssm_parameter.mutant",
                        .after = {{"name", "/a"}, {"type", "SecureString"}}}})})},
      {"DATA-17", "a cache that asks for nothing",
       each({"aws_elasticache_replication_group"}, set("auth_token", {nullptr}))},
      {"DATA-18", "a table without recovery",
       each(kTables, all({set("point_in_time_recovery", {nullptr, json::array()}),
                          set("point_in_time_recovery.0.enabled", {false})}))},
      {"LOG-01", "a control plane that does not log",
       each(kClusters,
            set("enabled_cluster_log_types",
                {nullptr, json::array(), json{"api", "audit"}, json{"audit", "authenticator"},
                 json{"api", "authenticator"}, json{"scheduler", "controllerManager"}}))},
      {"LOG-02", "a log group in the clear",
       each({"aws_cloudwatch_log_group"}, set("kms_key_id", {nullptr, ""}))},
      {"LOG-03", "logs that are kept too short",
       each({"aws_cloudwatch_log_group"}, set("retention_in_days", {1, 3, 5}))},
      {"LOG-04", "a new bucket whose readers nobody sees",
       added({{.address = "module.base.aws_s3_bucket.mutant",
               .after = {{"bucket", "mutant"}, {"id", "mutant"}}}})},
      {"LOG-04", "a bucket whose readers nobody sees, unless its policy takes logs",
       each({"aws_s3_bucket_logging"}, {dropped()}), Demand::kNotHeld},
      {"LOG-05", "a public load balancer that does not log",
       each_where({"aws_lb"}, is_public,
                  all({set(logs + "enabled", {false, nullptr}),
                       set("access_logs", {nullptr, json::array()})}))},
      {"LOG-06", "a database whose logs stay inside",
       each(kDatabases, set("enabled_cloudwatch_logs_exports", {nullptr, json::array()}))},
      {"K8S-03", "an API that is only outside",
       each(kClusters, set("vpc_config.0.endpoint_private_access", {false, nullptr}))},
      {"K8S-04", "a metadata service for pods",
       each(kLaunch, all({set(metadata + "http_tokens", {"optional"}),
                          set(metadata + "http_put_response_hop_limit", {2, 64})}))},
      {"K8S-04", "a machine whose metadata service asks for nothing",
       added({{.address = "module.base.aws_instance.mutant",
               .after = {{"metadata_options",
                          {{{"http_endpoint", "enabled"}, {"http_tokens", "optional"}}}}}}})},
      {"K8S-05", "a cluster that reads aws-auth",
       each(kClusters,
            set("access_config.0.authentication_mode", {"CONFIG_MAP", "API_AND_CONFIG_MAP"}))},
      {"K8S-06", "a repository that scans nothing, or moves tags",
       added({{.address = "module.app.aws_ecr_repository.mutant",
               .after = {{"name", "m"},
                         {"image_tag_mutability", "MUTABLE"},
                         {"image_scanning_configuration", {{{"scan_on_push", true}}}}}},
              {.address = "module.app.aws_ecr_repository.mutant",
               .after = {{"name", "m"},
                         {"image_tag_mutability", "IMMUTABLE"},
                         {"image_scanning_configuration", {{{"scan_on_push", false}}}}}},
              {.address = "module.app.aws_ecr_repository.mutant",
               .after = {{"name", "m"},
                         {"image_tag_mutability", "IMMUTABLE"},
                         {"image_scanning_configuration", json::array()}}}})},
      {"K8S-07", "nodes with a key for SSH",
       several({each(kNodes, set("remote_access", {json::array({{{"ec2_ssh_key", "ops"}}})})),
                each(kNodes, set("remote_access",
                                 {json::array({{{"ec2_ssh_key", "ops"},
                                                {"source_security_group_ids", {"sg-1"}}}})})),
                each(kLaunch, set("key_name", {"ops"}))})},
      {"NET-03", "a database that lets in more than its port",
       database_rules(
           all({set("to_port", {65535}), set("from_port", {0}), set("ip_protocol", {"-1"}),
                set("cidr_ipv4", {"0.0.0.0/0"}), set("cidr_ipv4", {"10.0.0.0/7"})}))},
      {"NET-04", "a machine in a public subnet",
       added({{.address = "module.base.aws_instance.mutant",
               .references = {{"subnet_id", {"aws_subnet.public"}}}}})},
      {"NET-04", "groups of public subnets",
       added({{.address = "module.base.aws_db_subnet_group.mutant",
               .after = {{"name", "m"}},
               .references = {{"subnet_ids", {"aws_subnet.public"}}}},
              {.address = "module.base.aws_docdb_subnet_group.mutant",
               .after = {{"name", "m"}},
               .references = {{"subnet_ids", {"aws_subnet.public"}}}},
              {.address = "module.base.aws_elasticache_subnet_group.mutant",
               .after = {{"name", "m"}},
               .references = {{"subnet_ids", {"aws_subnet.public"}}}}})},
      {"NET-05", "a group that lets in the internet",
       several({added({group(rule(80, 80, "0.0.0.0/0")), group(rule(0, 65535, "8.0.0.0/8")),
                       group({{"protocol", "-1"}, {"ipv6_cidr_blocks", {"::/0"}}})}),
                database_rules(set("cidr_ipv4", {"0.0.0.0/0", "52.1.2.3/32", "10.0.0.0/7"}))})},
      {"NET-06", "a default group with rules",
       several({each({"aws_default_security_group"},
                     all({set("ingress", {json::array({rule(0, 0, "10.0.0.0/8")}),
                                          json::array({{{"self", true}, {"protocol", "-1"}}})}),
                          set("egress", {json::array({rule(0, 0, "0.0.0.0/0")})}),
                          {dropped()}}))})},
      {"NET-07", "a network that logs nothing of what it refuses",
       each({"aws_flow_log"}, all({set("traffic_type", {"ACCEPT"}), {dropped()}}))},
      {"NET-08", "a network in one zone",
       [](const Scene& scene) {
         std::vector<std::string> subnets = scene.addresses({"aws_subnet"});
         const Change one_zone = [subnets](Scene& to) {
           for (const std::string& subnet : subnets)
             set("availability_zone", {"us-east-1a"}).front().edit(to, subnet);
         };
         return Mutants{{"all subnets in us-east-1a", one_zone}};
       }},
      {"NET-09", "a listener that speaks in the clear or in old TLS",
       added(
           {listener(
                {{"protocol", "HTTP"}, {"port", 80}, {"default_action", {{{"type", "forward"}}}}}),
            listener({{"protocol", "HTTP"},
                      {"port", 80},
                      {"default_action",
                       {{{"type", "redirect"}, {"redirect", {{{"protocol", "HTTP"}}}}}}}}),
            listener({{"protocol", "HTTPS"},
                      {"port", 443},
                      {"ssl_policy", "ELBSecurityPolicy-2016-08"},
                      {"default_action", {{{"type", "forward"}}}}}),
            listener({{"protocol", "TLS"},
                      {"port", 443},
                      {"ssl_policy", "ELBSecurityPolicy-TLS-1-0-2015-04"},
                      {"default_action", {{{"type", "forward"}}}}})})},
      {"NET-10", "a port for administrators that is open",
       several({added({group(rule(22, 22, "0.0.0.0/0")), group(rule(3389, 3389, "0.0.0.0/0")),
                       group(rule(0, 1024, "0.0.0.0/0")), group(rule(20, 30, "52.0.0.0/8")),
                       group({{"protocol", "-1"}, {"cidr_blocks", {"0.0.0.0/0"}}})}),
                each(kNodes, set("remote_access", {json::array({{{"ec2_ssh_key", "ops"}}})}))})},
      {"NET-11", "a distribution in the clear or in old TLS",
       added({distribution("allow-all", "TLSv1.2_2021"), distribution("redirect-to-https", "TLSv1"),
              distribution("redirect-to-https", "TLSv1.1_2016"),
              distribution("redirect-to-https", "SSLv3")})},
  };
}

}  // namespace opta::prove::mutation
