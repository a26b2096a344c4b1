// The promises about identities: a world that keeps them, changes that each break one alone, what
// is not known yet, and what only looks bad.
#include <gtest/gtest.h>

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

constexpr const char* kAccount = "123456789012";
constexpr const char* kIssuer = "oidc.eks.us-east-1.amazonaws.com/id/AB";

PlanText plan_in_account() {
  PlanText plan;
  plan.text()["configuration"]["provider_config"]["aws"] = {
      {"full_name", "registry.terraform.io/hashicorp/aws"},
      {"expressions", {{"allowed_account_ids", {{"constant_value", {kAccount}}}}}}};
  return plan;
}

World world_of(const Resources& resources) {
  PlanText plan = plan_in_account();
  for (const auto& [address, values] : resources) plan.add(address, values);
  return plan.world();
}

std::string policy(json statement) {
  return json{{"Version", "2012-10-17"}, {"Statement", std::move(statement)}}.dump();
}

std::string allow(json actions, json resources, json condition = nullptr) {
  json statement{
      {"Effect", "Allow"}, {"Action", std::move(actions)}, {"Resource", std::move(resources)}};
  if (!condition.is_null()) statement["Condition"] = std::move(condition);
  return policy(std::move(statement));
}

// What a resource says, or a trust policy.
std::string allow_to(json principal, json actions, json condition = nullptr) {
  json statement{
      {"Effect", "Allow"}, {"Action", std::move(actions)}, {"Principal", std::move(principal)}};
  if (!condition.is_null()) statement["Condition"] = std::move(condition);
  return policy(std::move(statement));
}

std::string pod_trust(const char* test, json subject, json audience = "sts.amazonaws.com") {
  json condition;
  condition[test][std::string(kIssuer) + ":sub"] = std::move(subject);
  if (!audience.is_null())
    condition["StringEquals"][std::string(kIssuer) + ":aud"] = std::move(audience);
  return allow_to(
      {{"Federated", std::string("arn:aws:iam::123456789012:oidc-provider/") + kIssuer}},
      "sts:AssumeRoleWithWebIdentity", condition);
}

std::string pod_identity_trust(json tags) {
  json condition;
  for (const auto& [tag, value] : tags.items())
    condition["StringEquals"]["aws:RequestTag/" + tag] = value;
  return allow_to({{"Service", "pods.eks.amazonaws.com"}}, {"sts:AssumeRole", "sts:TagSession"},
                  condition);
}

std::string managed(const std::string& name) {
  return "arn:aws:iam::aws:policy/" + name;
}

json from_own_account() {
  return {{"StringEquals", {{"aws:SourceAccount", kAccount}}}};
}

// All that these promises are about, as they want it.
Resources good() {
  const std::string root = "arn:aws:iam::123456789012:root";
  return {
      {"aws_eks_node_group.nodes", {{"node_role_arn", "arn:aws:iam::123456789012:role/node"}}},
      {"aws_iam_role.node",
       {{"id", "node"},
        {"name", "node"},
        {"arn", "arn:aws:iam::123456789012:role/node"},
        {"assume_role_policy", allow_to({{"Service", "ec2.amazonaws.com"}}, "sts:AssumeRole")}}},
      {"aws_iam_role_policy_attachment.join",
       {{"role", "node"}, {"policy_arn", managed("AmazonEKSWorkerNodePolicy")}}},
      {"aws_iam_role_policy_attachment.pull",
       {{"role", "node"}, {"policy_arn", managed("AmazonEC2ContainerRegistryPullOnly")}}},
      {"aws_iam_role.web",
       {{"id", "web"},
        {"name", "web"},
        {"assume_role_policy", pod_trust("StringEquals", "system:serviceaccount:shop:web")}}},
      {"aws_iam_role_policy.web",
       {{"role", "web"},
        {"policy", allow({"s3:GetObject", "secretsmanager:GetSecretValue"},
                         {"arn:aws:s3:::files/*",
                          "arn:aws:secretsmanager:us-east-1:123456789012:secret:web-*"})}}},
      {"aws_iam_role.agent",
       {{"id", "agent"},
        {"name", "agent"},
        {"assume_role_policy", pod_identity_trust({{"kubernetes-namespace", "shop"},
                                                   {"kubernetes-service-account", "agent"}})}}},
      {"aws_iam_policy.look", {{"arn", "arn:look"}, {"policy", allow("ec2:Describe*", "*")}}},
      {"aws_iam_role_policy_attachment.look", {{"role", "agent"}, {"policy_arn", "arn:look"}}},
      {"aws_iam_user.ann",
       {{"id", "ann"}, {"name", "ann"}, {"arn", "arn:aws:iam::123456789012:user/ann"}}},
      {"aws_iam_user_policy.ann",
       {{"user", "ann"},
        {"policy", allow("iam:CreateAccessKey", "arn:aws:iam::123456789012:user/ann")}}},
      {"aws_s3_bucket.files", {{"id", "files"}, {"bucket", "files"}}},
      {"aws_s3_bucket_policy.files",
       {{"bucket", "files"},
        {"policy",
         allow_to({{"Service", "cloudfront.amazonaws.com"}}, "s3:GetObject",
                  {{"StringEquals",
                    {{"AWS:SourceArn", "arn:aws:cloudfront::123456789012:distribution/E1"}}}})}}},
      {"aws_sqs_queue.jobs",
       {{"id", "jobs"},
        {"policy",
         allow_to({{"Service", "sns.amazonaws.com"}}, "sqs:SendMessage", from_own_account())}}},
      {"aws_kms_key.main", {{"policy", allow_to({{"AWS", root}}, "kms:*")}}},
      {"aws_lambda_permission.api",
       {{"action", "lambda:InvokeFunction"},
        {"principal", "apigateway.amazonaws.com"},
        {"source_arn", "arn:aws:execute-api:us-east-1:123456789012:x/*/*"}}},
  };
}

std::map<std::string, Truth, std::less<>> verdicts(const World& world) {
  std::map<std::string, Truth, std::less<>> found;
  for (const Verdict& verdict : decide_all(world, {})) {
    const std::string_view id = verdict.promise->id;
    if (id.starts_with("IAM-") && id != "IAM-01") found[std::string(id)] = verdict.holds;
  }
  return found;
}

std::set<std::string> not_held(const World& world, Truth truth) {
  std::set<std::string> ids;
  for (const auto& [id, holds] : verdicts(world)) {
    if (holds == truth) ids.insert(id);
  }
  return ids;
}

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

struct Change {
  std::set<std::string> ids;  // what catches it; nothing else may
  const char* what;
  const char* address;
  json values;  // merged into the resource, which is made where there is none
};

std::string trust_of(json principal, json condition = nullptr) {
  return allow_to(std::move(principal), "sts:AssumeRole", std::move(condition));
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
      {{"IAM-06"}, "everybody", "aws_iam_role.node", {{key, trust_of("*")}}},
      {{"IAM-06"}, "everybody of AWS", "aws_iam_role.node", {{key, trust_of({{"AWS", "*"}})}}},
      {{"IAM-06"},
       "another account",
       "aws_iam_role.node",
       {{key, trust_of({{"AWS", "arn:aws:iam::999999999999:root"}})}}},
      {{"IAM-06"},
       "another account by its number, with an external id",
       "aws_iam_role.node",
       {{key, trust_of({{"AWS", "999999999999"}}, {{"StringEquals", {{"sts:ExternalId", "x"}}}})}}},
      {{"IAM-06"},
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

World changed(const Change& change) {
  Resources resources = good();
  resources[change.address].update(change.values);
  return world_of(resources);
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
      {{"IAM-06"},
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
