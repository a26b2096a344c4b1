// The promises about identities: what only looks bad, and what is not
// known before the apply.
#include <gtest/gtest.h>

#include "iam_worlds.h"

namespace opta::prove {
namespace {

using namespace test;
using namespace test::iam;  // NOLINT: they are made for these tests

TEST(IamPromises, WhatIsHarmlessIsHeld) {
  const char* key = "assume_role_policy";
  const std::vector<Change> harmless = {
      {{},
       "a pattern without one",
       "aws_iam_role.web",
       {{key, pod_trust("StringLike", "system:serviceaccount:shop:web")}}},
      {{},
       "SSE by the document of a denial",
       "aws_s3_bucket_policy.files",
       {{"policy", policy({{"Effect", "Deny"},
                           {"Principal", "*"},
                           {"Action", "s3:*"},
                           {"Resource", "*"},
                           {"Condition", {{"Bool", {{"aws:SecureTransport", "false"}}}}}})}}},
      {{},
       "an origin access identity",
       "aws_s3_bucket_policy.files",
       {{"policy",
         allow_to({{"AWS", "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1"}},
                  "s3:GetObject")}}},
      {{},
       "logs that a service writes, and does not read",
       "aws_s3_bucket_policy.files",
       {{"policy", allow_to({{"Service", "logging.s3.amazonaws.com"}}, "s3:PutObject")}}},
      {{},
       "everybody, held to this account",
       "aws_kms_key.main",
       {{"policy", allow_to({{"AWS", "*"}}, "kms:Decrypt",
                            {{"StringEquals", {{"kms:CallerAccount", kAccount}}}})}}},
      {{},
       "log groups of this account",
       "aws_kms_key.main",
       {{"policy", allow_to({{"Service", "logs.us-east-1.amazonaws.com"}}, "kms:Decrypt*",
                            {{"ArnLike",
                              {{"kms:EncryptionContext:aws:logs:arn",
                                "arn:aws:logs:us-east-1:123456789012:log-group:*"}}}})}}},
      {{},
       "a tag",
       "aws_iam_role_policy.web",
       {{"policy", allow("ec2:TerminateInstances", "*",
                         {{"StringEquals", {{"aws:ResourceTag/cluster", "a"}}}})}}},
      {{},
       "that there is a tag",
       "aws_iam_role_policy.web",
       {{"policy", allow("elasticloadbalancing:DeleteListener", "*",
                         {{"Null", {{"aws:ResourceTag/elbv2.k8s.aws/cluster", "false"}}}})}}},
      {{},
       "a function's network, kept from its code",
       "aws_iam_role_policy.web",
       {{"policy",
         policy({{{"Effect", "Allow"}, {"Action", "ec2:CreateNetworkInterface"}, {"Resource", "*"}},
                 {{"Effect", "Deny"},
                  {"Action", "ec2:CreateNetworkInterface"},
                  {"Resource", "*"},
                  {"Condition",
                   {{"ArnEquals",
                     {{"lambda:SourceFunctionArn",
                       "arn:aws:lambda:us-east-1:123456789012:function:f"}}}}}}})}}},
      {{},
       "a repository of ours",
       "aws_iam_role.node",
       {{key,
         allow_to({{"Federated",
                    "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com"}},
                  "sts:AssumeRoleWithWebIdentity",
                  {{"StringLike",
                    {{"token.actions.githubusercontent.com:sub", "repo:acme/shop:*"}}}})}}},
      {{},
       "a role of elsewhere in the account",
       "aws_iam_role.node",
       {{key, trust_of({{"AWS", "arn:aws:iam::123456789012:role/ci"}})}}},
      {{},
       "a user who takes roles",
       "aws_iam_user_policy.ann",
       {{"policy", allow("sts:AssumeRole", "arn:aws:iam::123456789012:role/node")}}},
      {{},
       "a user by the variable",
       "aws_iam_user_policy.ann",
       {{"policy",
         allow("iam:CreateAccessKey", "arn:aws:iam::123456789012:user/${aws:username}")}}},
      {{},
       "an escalation that is denied",
       "aws_iam_role_policy.web",
       {{"policy", policy({{{"Effect", "Allow"},
                            {"Action", "iam:Create*"},
                            {"Resource", "arn:aws:iam::123456789012:policy/x"}},
                           {{"Effect", "Deny"}, {"Action", "iam:*"}, {"Resource", "*"}}})}}},
      {{},
       "a file system that is mounted",
       "aws_efs_file_system_policy.f",
       {{"policy", allow_to({{"AWS", "*"}}, "elasticfilesystem:ClientMount",
                            {{"Bool", {{"elasticfilesystem:AccessedViaMountTarget", "true"}}}})}}},
      {{},
       "a function of a rule",
       "aws_lambda_permission.api",
       {{"principal", "events.amazonaws.com"},
        {"source_arn", nullptr},
        {"source_account", kAccount}}},
      {{},
       "logs that go anywhere in one group",
       "aws_iam_role_policy.web",
       {{"policy",
         allow("logs:DescribeLogGroups", "arn:aws:logs:us-east-1:123456789012:log-group:*")}}},
  };
  for (const Change& one : harmless) {
    for (const auto& [id, holds] : verdicts(changed(one)))
      EXPECT_EQ(holds, Truth::kYes) << id << ": " << one.what;
  }
}

TEST(IamPromises, WhatIsNotKnownIsNeverHeld) {
  const std::vector<Change> open = {
      {{"IAM-02"},
       "the nodes' role is elsewhere",
       "aws_eks_node_group.nodes",
       {{"node_role_arn", "arn:aws:iam::123456789012:role/elsewhere"}}},
      {{"IAM-04", "IAM-05", "IAM-07", "IAM-11"},
       "no policy at all",
       "aws_iam_role_policy.web",
       {{"policy", "nonsense"}}},
      {{"IAM-04", "IAM-05", "IAM-07", "IAM-11"},
       "a policy of elsewhere",
       "aws_iam_role_policy_attachment.look",
       {{"policy_arn", "arn:aws:iam::123456789012:policy/elsewhere"}}},
      {{"IAM-07", "IAM-11"},
       "a policy of AWS's that nobody knows",
       "aws_iam_role_policy_attachment.look",
       {{"policy_arn", managed("AmazonBedrockFullAccess")}}},
      {{"IAM-03", "IAM-06", "IAM-07"},
       "a trust policy that is none",
       "aws_iam_role.web",
       {{"assume_role_policy", "{}"}}},
      {{"IAM-06", "IAM-07"},
       "people of an organization",
       "aws_iam_role.node",
       {{"assume_role_policy",
         trust_of("*", {{"StringEquals", {{"aws:PrincipalOrgID", "o-1"}}}})}}},
      {{"IAM-09"},
       "some addresses",
       "aws_sqs_queue.jobs",
       {{"policy",
         allow_to("*", "sqs:SendMessage", {{"StringEquals", {{"aws:SomethingNew", "x"}}}})}}},
      {{"IAM-10"},
       "a policy of AWS's for a user",
       "aws_iam_user_policy_attachment.x",
       {{"user", "ann"}, {"policy_arn", managed("AmazonBedrockFullAccess")}}},
  };
  for (const Change& one : open) {
    const World world = changed(one);
    EXPECT_EQ(not_held(world, Truth::kUnknown), one.ids) << one.what;
    EXPECT_TRUE(not_held(world, Truth::kNo).empty()) << one.what;
  }
}

TEST(IamPromises, WithoutKnowingTheAccountNobodyIsAnInsider) {
  PlanText plan;
  plan.add("aws_iam_role.r",
           {{"name", "r"},
            {"assume_role_policy", trust_of({{"AWS", "arn:aws:iam::123456789012:root"}})}});
  EXPECT_EQ(verdicts(plan.world()).at("IAM-06"), Truth::kUnknown);
  plan.add("data.aws_caller_identity.current", {{"account_id", kAccount}});
  plan.text()["resource_changes"].back()["mode"] = "data";
  EXPECT_EQ(verdicts(plan.world()).at("IAM-06"), Truth::kYes);
}

// As a new cluster's roles are: provider, claims and policy are known after the apply.
PlanText new_cluster() {
  PlanText plan = plan_in_account();
  plan.add("aws_iam_openid_connect_provider.pods", {{"client_id_list", {"sts.amazonaws.com"}}},
           {{"id", true}, {"arn", true}, {"url", true}})
      .add("aws_eks_cluster.k8s", {{"name", "k8s"}}, {{"id", true}})
      .add("aws_iam_role.pod", {{"name", "pod"}}, {{"id", true}, {"assume_role_policy", true}})
      .add("data.aws_iam_policy_document.trust",
           {{"statement",
             {{{"actions", {"sts:AssumeRoleWithWebIdentity"}},
               {"principals", {{{"type", "Federated"}, {"identifiers", {nullptr}}}}},
               {"condition",
                {{{"test", "StringEquals"}, {"values", {"sts.amazonaws.com"}}},
                 {{"test", "StringEquals"}, {"values", {"system:serviceaccount:shop:web"}}}}}}}}},
           {{"json", true},
            {"statement",
             {{{"principals", {{{"identifiers", {true}}}}},
               {"condition", {{{"variable", true}}, {{"variable", true}}}}}}}});
  const json url = references(
      {"aws_iam_openid_connect_provider.pods.url", "aws_iam_openid_connect_provider.pods"});
  plan.expressions("aws_iam_openid_connect_provider.pods",
                   {{"url", references({"aws_eks_cluster.k8s.identity", "aws_eks_cluster.k8s"})}})
      .expressions("aws_iam_role.pod",
                   {{"assume_role_policy", references({"data.aws_iam_policy_document.trust.json",
                                                       "data.aws_iam_policy_document.trust"})}})
      .expressions("data.aws_iam_policy_document.trust",
                   {{"statement",
                     {{{"principals",
                        {{{"identifiers", references({"aws_iam_openid_connect_provider.pods.arn",
                                                      "aws_iam_openid_connect_provider.pods"})}}}},
                       {"condition", {{{"variable", url}}, {{"variable", url}}}}}}}});
  return plan;
}

TEST(IamPromises, ARoleForANewClustersPodsIsKnownBeforeTheApply) {
  const World world = new_cluster().world();
  for (const char* id : {"IAM-03", "IAM-06", "IAM-07"})
    EXPECT_EQ(verdicts(world).at(id), Truth::kYes) << id;
}

TEST(IamPromises, ANewProviderOfAnotherIssuerIsNoCluster) {
  PlanText plan = new_cluster();
  json& expressions = plan.text()["configuration"]["root_module"]["resources"][0]["expressions"];
  expressions["url"] = references({"aws_cognito_user_pool.p.endpoint", "aws_cognito_user_pool.p"});
  const World world = plan.world();
  for (const char* id : {"IAM-03", "IAM-06"})
    EXPECT_EQ(verdicts(world).at(id), Truth::kUnknown) << id;
}

TEST(IamPromises, WhatAnotherAttachedEarlierIsToldAndNotHeld) {
  PlanText plan = plan_in_account();
  plan.add("aws_iam_role.r", {{"id", "r"},
                              {"name", "r"},
                              {"assume_role_policy", trust_of({{"Service", "ec2.amazonaws.com"}})},
                              {"managed_policy_arns", {managed("AdministratorAccess")}},
                              {"inline_policy", {{{"name", "mine"}, {"policy", allow("*", "*")}}}}})
      .add("aws_iam_role_policy.mine", {{"role", "r"},
                                        {"name", "mine"},
                                        {"policy", allow("s3:GetObject", "arn:aws:s3:::files/*")}})
      .expressions("aws_iam_role.r", {{"name", {{"constant_value", "r"}}}});
  const World world = plan.world();
  EXPECT_EQ(verdicts(world).at("IAM-04"), Truth::kUnknown);
  // What the plan replaces is as the plan says, whatever stands there now.
  EXPECT_EQ(verdicts(world).at("IAM-05"), Truth::kYes);
}

}  // namespace
}  // namespace opta::prove
