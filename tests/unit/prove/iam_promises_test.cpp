// The promises about identities: a world that keeps them, and changes that break them.
#include <gtest/gtest.h>

#include "iam_worlds.h"

namespace opta::prove {
namespace {

using namespace test;
using namespace test::iam;  // NOLINT: they are made for these tests

TEST(IamPromises, AreKeptByAGoodWorldAndEachIsAboutSomething) {
  const World world = world_of(good());
  for (const Verdict& verdict : decide_all(world, {})) {
    const std::string_view id = verdict.promise->id;
    if (!id.starts_with("IAM-") || id == "IAM-01") continue;
    EXPECT_EQ(verdict.holds, Truth::kYes) << id;
    EXPECT_FALSE(verdict.cases.empty()) << id;
    for (const Case& one : verdict.cases) EXPECT_EQ(one.holds, Truth::kYes) << id << one.witness;
  }
}

const std::vector<Change>& breaks() {
  const char* key = "assume_role_policy";
  const std::string github =
      "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
  const auto github_sub = [&](const char* subject) {
    return allow_to({{"Federated", github}}, "sts:AssumeRoleWithWebIdentity",
                    {{"StringLike", {{"token.actions.githubusercontent.com:sub", subject}}}});
  };
  static const std::vector<Change> all = {
      {{"IAM-02"},
       "a node with pod networking",
       "aws_iam_role_policy_attachment.cni",
       {{"role", "node"}, {"policy_arn", managed("AmazonEKS_CNI_Policy")}}},
      {{"IAM-02"},
       "a node with the control plane's policy",
       "aws_iam_role_policy_attachment.cni",
       {{"role", "node"}, {"policy_arn", managed("AmazonEKSClusterPolicy")}}},
      {{"IAM-02"},
       "a node with a policy of its own",
       "aws_iam_role_policy.node",
       {{"role", "node"}, {"policy", allow("s3:GetObject", "arn:aws:s3:::files/*")}}},
      {{"IAM-02"},
       "a node with a policy of ours",
       "aws_iam_role_policy_attachment.look",
       {{"role", "node"}}},
      {{"IAM-03"},
       "all accounts of a namespace",
       "aws_iam_role.web",
       {{key, pod_trust("StringLike", "system:serviceaccount:shop:*")}}},
      {{"IAM-03"},
       "two accounts",
       "aws_iam_role.web",
       {{key, pod_trust("StringEquals",
                        {"system:serviceaccount:shop:web", "system:serviceaccount:shop:db"})}}},
      {{"IAM-03"},
       "no audience",
       "aws_iam_role.web",
       {{key, pod_trust("StringEquals", "system:serviceaccount:shop:web", nullptr)}}},
      {{"IAM-03"},
       "another audience",
       "aws_iam_role.web",
       {{key, pod_trust("StringEquals", "system:serviceaccount:shop:web", "kubernetes")}}},
      {{"IAM-03"},
       "a test that holds without the claim",
       "aws_iam_role.web",
       {{key, pod_trust("StringEqualsIfExists", "system:serviceaccount:shop:web")}}},
      {{"IAM-03"},
       "no account in the namespace",
       "aws_iam_role.web",
       {{key, pod_trust("StringEquals", "system:serviceaccount:shop:")}}},
      {{"IAM-03"},
       "pod identity for all of a namespace",
       "aws_iam_role.agent",
       {{key, pod_identity_trust({{"kubernetes-namespace", "shop"}})}}},
      {{"IAM-04", "IAM-05", "IAM-07", "IAM-11"},
       "all of it",
       "aws_iam_role_policy.web",
       {{"policy", allow("*", "*")}}},
      {{"IAM-04", "IAM-05", "IAM-07"},
       "all of IAM",
       "aws_iam_role_policy.web",
       {{"policy", allow("iam:*", "*")}}},
      {{"IAM-04", "IAM-05", "IAM-07"},
       "all of IAM in the account",
       "aws_iam_role_policy.web",
       {{"policy", allow("iam:*", "arn:aws:iam::123456789012:*")}}},
      {{"IAM-04", "IAM-05", "IAM-07"},
       "all of IAM on all roles",
       "aws_iam_role_policy.web",
       {{"policy", allow("iam:*", "arn:aws:iam::123456789012:role/*")}}},
      {{"IAM-05"},
       "all queues of a region",
       "aws_iam_role_policy.web",
       {{"policy", allow("sqs:SendMessage", "arn:aws:sqs:us-east-1:123456789012:*")}}},
      {{"IAM-04", "IAM-05", "IAM-07", "IAM-11"},
       "all but a little",
       "aws_iam_role_policy.web",
       {{"policy", policy({{"Effect", "Allow"}, {"NotAction", "s3:*"}, {"Resource", "*"}})}}},
      {{"IAM-04", "IAM-07", "IAM-11"},
       "an administrator",
       "aws_iam_role_policy_attachment.look",
       {{"policy_arn", managed("AdministratorAccess")}}},
      {{"IAM-05"},
       "all of a service, of one resource",
       "aws_iam_role_policy.web",
       {{"policy", allow("s3:*", "arn:aws:s3:::files/*")}}},
      {{"IAM-05"},
       "all resources",
       "aws_iam_role_policy.web",
       {{"policy", allow("s3:GetObject", "*")}}},
      {{"IAM-05"},
       "all buckets",
       "aws_iam_role_policy.web",
       {{"policy", allow("s3:GetObject", "arn:aws:s3:::*")}}},
      {{"IAM-05"},
       "a user with all tables",
       "aws_iam_user_policy.ann",
       {{"policy", allow("dynamodb:GetItem", "*")}}},
      {{"IAM-05"},
       "a tag of any value",
       "aws_iam_role_policy.web",
       {{"policy",
         allow("ec2:TerminateInstances", "*", {{"StringLike", {{"aws:ResourceTag/a", "*"}}}})}}},
      {{"IAM-05"},
       "all but one resource",
       "aws_iam_role_policy.web",
       {{"policy", policy({{"Effect", "Allow"},
                           {"Action", "s3:GetObject"},
                           {"NotResource", "arn:aws:s3:::x"}})}}},
      {{"IAM-06", "IAM-07"}, "everybody", "aws_iam_role.node", {{key, trust_of("*")}}},
      {{"IAM-06", "IAM-07"},
       "everybody of AWS",
       "aws_iam_role.node",
       {{key, trust_of({{"AWS", "*"}})}}},
      {{"IAM-06"},
       "another account",
       "aws_iam_role.node",
       {{key, trust_of({{"AWS", "arn:aws:iam::999999999999:root"}})}}},
      {{"IAM-06"},
       "another account by its number, with an external id",
       "aws_iam_role.node",
       {{key, trust_of({{"AWS", "999999999999"}}, {{"StringEquals", {{"sts:ExternalId", "x"}}}})}}},
      {{"IAM-06", "IAM-07"},
       "all but one",
       "aws_iam_role.node",
       {{key, policy({{"Effect", "Allow"},
                      {"Action", "sts:AssumeRole"},
                      {"NotPrincipal", {{"AWS", "999999999999"}}}})}}},
      {{"IAM-06"},
       "everybody who comes by TLS",
       "aws_iam_role.node",
       {{key, trust_of("*", {{"Bool", {{"aws:SecureTransport", "true"}}}})}}},
      {{"IAM-06"}, "any repository", "aws_iam_role.node", {{key, github_sub("repo:*")}}},
      {{"IAM-06"},
       "an issuer without a subject",
       "aws_iam_role.node",
       {{key, allow_to({{"Federated", github}}, "sts:AssumeRoleWithWebIdentity",
                       {{"StringEquals",
                         {{"token.actions.githubusercontent.com:aud", "sts.amazonaws.com"}}}})}}},
      {{"IAM-07"},
       "taking a role",
       "aws_iam_role_policy.web",
       {{"policy", allow("sts:AssumeRole", "arn:aws:iam::123456789012:role/node")}}},
      {{"IAM-07"},
       "passing one to one service",
       "aws_iam_role_policy.web",
       {{"policy", allow("iam:PassRole", "arn:aws:iam::123456789012:role/node",
                         {{"StringEquals", {{"iam:PassedToService", "ec2.amazonaws.com"}}}})}}},
      {{"IAM-07"},
       "a new version of a policy",
       "aws_iam_policy.look",
       {{"policy", allow("iam:Create*", "arn:aws:iam::123456789012:policy/x")}}},
      {{"IAM-07"},
       "a role that trusts a role",
       "aws_iam_role.node",
       {{key, trust_of({{"AWS", "arn:aws:iam::123456789012:role/path/web"}})}}},
      {{"IAM-08"},
       "everybody reads",
       "aws_s3_bucket_policy.files",
       {{"policy", allow_to("*", "s3:GetObject")}}},
      {{"IAM-08"},
       "another account lists",
       "aws_s3_bucket_policy.files",
       {{"policy", allow_to({{"AWS", "999999999999"}}, "s3:List*")}}},
      {{"IAM-08"},
       "any distribution of anybody",
       "aws_s3_bucket_policy.files",
       {{"policy", allow_to({{"Service", "cloudfront.amazonaws.com"}}, "s3:GetObject")}}},
      {{"IAM-08"},
       "a distribution of another account",
       "aws_s3_bucket_policy.files",
       {{"policy",
         allow_to({{"Service", "cloudfront.amazonaws.com"}}, "s3:GetObject",
                  {{"StringEquals",
                    {{"aws:SourceArn", "arn:aws:cloudfront::999999999999:distribution/E1"}}}})}}},
      {{"IAM-09"},
       "everybody sends",
       "aws_sqs_queue.jobs",
       {{"policy", allow_to("*", "sqs:SendMessage")}}},
      {{"IAM-09"},
       "anybody's topic sends",
       "aws_sqs_queue.jobs",
       {{"policy", allow_to({{"Service", "sns.amazonaws.com"}}, "sqs:SendMessage")}}},
      {{"IAM-09"},
       "another account's key",
       "aws_kms_key.main",
       {{"policy", allow_to({{"AWS", "999999999999"}}, "kms:*")}}},
      {{"IAM-09"},
       "anybody's images",
       "aws_ecr_repository_policy.app",
       {{"repository", "app"}, {"policy", allow_to("*", "ecr:BatchGetImage")}}},
      {{"IAM-09"}, "anybody's API calls", "aws_lambda_permission.api", {{"source_arn", nullptr}}},
      {{"IAM-09"},
       "a function for all",
       "aws_lambda_permission.url",
       {{"action", "lambda:InvokeFunctionUrl"}, {"principal", "*"}}},
      {{"IAM-09"}, "a URL for all", "aws_lambda_function_url.fn", {{"authorization_type", "NONE"}}},
      {{"IAM-10"},
       "keys for others",
       "aws_iam_user_policy.ann",
       {{"policy", allow("iam:CreateAccessKey", "arn:aws:iam::123456789012:user/*")}}},
      {{"IAM-10"},
       "rights for itself",
       "aws_iam_user_policy.ann",
       {{"policy", allow("iam:PutUserPolicy", "arn:aws:iam::123456789012:user/ann")}}},
      {{"IAM-11"},
       "all secrets",
       "aws_iam_role_policy.web",
       {{"policy", allow("secretsmanager:GetSecretValue",
                         "arn:aws:secretsmanager:us-east-1:123456789012:secret:*")}}},
      {{"IAM-11"},
       "all parameters",
       "aws_iam_role_policy.web",
       {{"policy", allow("ssm:GetParameter*", "arn:aws:ssm:us-east-1:123456789012:parameter/*")}}},
      {{"IAM-11"},
       "AWS's policy that reads parameters",
       "aws_iam_role_policy_attachment.look",
       {{"policy_arn", managed("AmazonSSMManagedInstanceCore")}}},
  };
  return all;
}

TEST(IamPromises, EachBreakIsCaughtByThePromisesThatAreAboutIt) {
  for (const Change& one : breaks()) {
    const World world = changed(one);
    EXPECT_EQ(not_held(world, Truth::kNo), one.ids) << one.what;
    for (const Verdict& verdict : decide_all(world, {})) {
      for (const Case& found : verdict.cases) {
        if (found.holds == Truth::kYes) continue;
        EXPECT_FALSE(found.witness.empty()) << one.what;
      }
    }
  }
}

TEST(IamPromises, OfEachThereIsABreak) {
  std::set<std::string> tried;
  for (const Change& one : breaks()) tried.insert(one.ids.begin(), one.ids.end());
  for (const auto& [id, holds] : verdicts(world_of(good()))) EXPECT_TRUE(tried.contains(id)) << id;
}

}  // namespace
}  // namespace opta::prove
