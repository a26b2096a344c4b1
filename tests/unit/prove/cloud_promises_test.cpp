// The promises about resources of AWS, each by changes that break it alone.
#include <gtest/gtest.h>

#include <algorithm>

#include "cloud_world.h"

namespace opta::prove {
namespace {

using namespace test;
using namespace test::cloud;  // NOLINT: a test of that world

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
      {"NET-04", "all subnets that it may be in are public",
       all({set("aws_route_table_association.a", "/route_table_id", "rtb-public"),
            set("aws_route_table_association.b", "/route_table_id", "rtb-public"),
            add("aws_subnet.c",
                {{"id", "subnet-c"}, {"vpc_id", "vpc-1"}, {"availability_zone", "us-east-1c"}}),
            add("aws_subnet.d",
                {{"id", "subnet-d"}, {"vpc_id", "vpc-1"}, {"availability_zone", "us-east-1d"}})})},
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
      {"NET-09", "a rule by which plain HTTP is served",
       add("aws_lb_listener_rule.r",
           {{"listener_arn", "arn:listener-http"}, {"action", {{{"type", "forward"}}}}})},
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

TEST(CloudPromises, ABlockThatIsPerhapsOfAnotherAccountIsNoProof) {
  Resources resources = good();
  resources.erase("aws_s3_bucket_public_access_block.files");
  resources["aws_s3_account_public_access_block.a"] = {{"account_id", "222222222222"},
                                                       {"block_public_acls", true},
                                                       {"block_public_policy", true},
                                                       {"ignore_public_acls", true},
                                                       {"restrict_public_buckets", true}};
  const World world = world_of(resources);
  EXPECT_TRUE(with(Truth::kUnknown, world).contains("DATA-06"));
  EXPECT_TRUE(with(Truth::kNo, world).empty());
}

TEST(CloudPromises, OfEachThereIsABreak) {
  std::set<std::string_view> tried;
  for (const Break& one : breaks()) tried.insert(one.id);
  for (const std::string_view id : kCovered) EXPECT_TRUE(tried.contains(id)) << id;
}

}  // namespace
}  // namespace opta::prove
