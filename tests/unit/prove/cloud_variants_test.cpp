// What the promises about resources of AWS say of harmless changes, of what is not known, and of
// what only the configuration tells.
#include <gtest/gtest.h>

#include <algorithm>

#include "cloud_world.h"

namespace opta::prove {
namespace {

using namespace test;
using namespace test::cloud;  // NOLINT: a test of that world

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

// What EKS makes without a launch template, its image decides.
TEST(CloudPromises, NodesWithoutATemplateAreNotKnown) {
  Resources resources = good();
  resources.at("aws_eks_node_group.nodes").erase("launch_template");
  const auto unknown = with(Truth::kUnknown, world_of(resources));
  EXPECT_TRUE(unknown.contains("DATA-14"));
  EXPECT_TRUE(unknown.contains("K8S-04"));
  // A volume beside the image's own says nothing of that.
  resources = good();
  resources.at("aws_launch_template.node")["block_device_mappings"][0]["device_name"] = "/dev/sdb";
  EXPECT_TRUE(with(Truth::kUnknown, world_of(resources)).contains("DATA-14"));
}

// Which of the settings is whose is not known before the buckets are there; but each has one.
TEST(CloudPromises, AsManySettingsAsBucketsLeaveNoneOut) {
  const auto holds = [](std::initializer_list<const char*> keys) {
    PlanText plan;
    for (const char* key : {"[\"a\"]", "[\"b\"]"})
      plan.add("aws_s3_bucket.x" + std::string(key), json::object(), {{"id", true}});
    for (const char* key : keys)
      plan.add("aws_s3_bucket_versioning.x" + std::string(key),
               {{"versioning_configuration", {{{"status", "Enabled"}}}}}, {{"bucket", true}});
    plan.expressions("aws_s3_bucket_versioning.x", {{"bucket", references({"aws_s3_bucket.x"})}});
    const World world = plan.world();
    for (const Verdict& verdict : decide_all(world, {})) {
      if (verdict.promise->id == "DATA-09") return verdict.holds;
    }
    return Truth::kUnknown;
  };
  EXPECT_EQ(holds({"[\"a\"]", "[\"b\"]"}), Truth::kYes);
  EXPECT_EQ(holds({"[\"a\"]"}), Truth::kUnknown);
}

TEST(CloudPromises, ACacheBeforeVersion7HasNoModeOfTls) {
  const auto holds = [](const char* version) {
    PlanText plan;
    plan.add("aws_elasticache_replication_group.c",
             {{"transit_encryption_enabled", true}, {"engine_version", version}},
             {{"transit_encryption_mode", true}});
    return with(Truth::kYes, plan.world()).contains("DATA-03");
  };
  EXPECT_TRUE(holds("6.2"));
  EXPECT_FALSE(holds("7.1"));
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
