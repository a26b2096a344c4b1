#include "prove/identity/action_facts.h"

#include <algorithm>
#include <map>

#include "prove/identity/wildcard.h"

namespace opta::prove {

namespace {

// From AWS's Service Authorization Reference: actions without a type of resource.
constexpr std::string_view kWithoutResource[] = {"acm:ListCertificates",
                                                 "autoscaling:Describe*",
                                                 "cloudwatch:GetMetricData",
                                                 "cloudwatch:GetMetricStatistics",
                                                 "cloudwatch:ListMetrics",
                                                 "cloudwatch:PutMetricData",
                                                 "dynamodb:ListTables",
                                                 "ec2:Describe*",
                                                 "ec2:GetInstanceTypesFromInstanceRequirements",
                                                 "ec2messages:*",
                                                 "ecr:GetAuthorizationToken",
                                                 "eks:DescribeAddonVersions",
                                                 "eks:ListClusters",
                                                 "elasticloadbalancing:Describe*",
                                                 "iam:GetAccountPasswordPolicy",
                                                 "iam:GetAccountSummary",
                                                 "iam:ListAccountAliases",
                                                 "kms:GenerateRandom",
                                                 "kms:ListAliases",
                                                 "kms:ListKeys",
                                                 "route53:GetHostedZoneCount",
                                                 "route53:ListHostedZones",
                                                 "route53:ListHostedZonesByName",
                                                 "s3:ListAllMyBuckets",
                                                 "secretsmanager:GetRandomPassword",
                                                 "secretsmanager:ListSecrets",
                                                 "sns:ListTopics",
                                                 "sqs:ListQueues",
                                                 "ssm:DescribeParameters",
                                                 "ssmmessages:*",
                                                 "sts:GetCallerIdentity",
                                                 "tag:GetResources",
                                                 "xray:GetSamplingRules",
                                                 "xray:GetSamplingStatisticSummaries",
                                                 "xray:GetSamplingTargets",
                                                 "xray:PutTelemetryRecords",
                                                 "xray:PutTraceSegments"};

constexpr ManagedPolicy kAll = {Truth::kYes, Truth::kYes, Truth::kYes};
constexpr ManagedPolicy kHarmless = {Truth::kNo, Truth::kNo, Truth::kNo};
constexpr ManagedPolicy kReadsSecrets = {Truth::kNo, Truth::kNo, Truth::kYes};

const std::map<std::string_view, ManagedPolicy>& managed_policies() {
  static const std::map<std::string_view, ManagedPolicy> all = {
      {"AdministratorAccess", kAll},
      {"PowerUserAccess", {Truth::kYes, Truth::kUnknown, Truth::kYes}},
      {"IAMFullAccess", {Truth::kYes, Truth::kYes, Truth::kNo}},
      {"SecretsManagerReadWrite", {Truth::kNo, Truth::kUnknown, Truth::kYes}},
      {"AmazonSSMFullAccess", {Truth::kNo, Truth::kUnknown, Truth::kYes}},
      {"AmazonSSMReadOnlyAccess", kReadsSecrets},
      {"AmazonSSMManagedInstanceCore", kReadsSecrets},
      {"AmazonEBSCSIDriverPolicy", kHarmless},
      {"AmazonEC2ContainerRegistryPullOnly", kHarmless},
      {"AmazonEC2ContainerRegistryReadOnly", kHarmless},
      {"AmazonEFSCSIDriverPolicy", kHarmless},
      {"AmazonEKSClusterPolicy", kHarmless},
      {"AmazonEKSVPCResourceController", kHarmless},
      {"AmazonEKSWorkerNodeMinimalPolicy", kHarmless},
      {"AmazonEKSWorkerNodePolicy", kHarmless},
      {"AmazonEKS_CNI_Policy", kHarmless},
      {"AmazonS3ReadOnlyAccess", kHarmless},
      {"AWSLambdaBasicExecutionRole", kHarmless},
      {"AWSLambdaVPCAccessExecutionRole", kHarmless},
      {"AWSXRayDaemonWriteAccess", kHarmless}};
  return all;
}

}  // namespace

bool has_no_resource(std::string_view action) {
  return std::ranges::any_of(kWithoutResource,
                             [&](std::string_view known) { return covers_action(known, action); });
}

const std::vector<std::string_view>& takeovers() {
  static const std::vector<std::string_view> all = {"iam:AddUserToGroup",
                                                    "iam:AttachGroupPolicy",
                                                    "iam:AttachRolePolicy",
                                                    "iam:AttachUserPolicy",
                                                    "iam:CreateAccessKey",
                                                    "iam:CreateLoginProfile",
                                                    "iam:CreatePolicyVersion",
                                                    "iam:DeleteRolePermissionsBoundary",
                                                    "iam:DeleteUserPermissionsBoundary",
                                                    "iam:PassRole",
                                                    "iam:PutGroupPolicy",
                                                    "iam:PutRolePermissionsBoundary",
                                                    "iam:PutRolePolicy",
                                                    "iam:PutUserPermissionsBoundary",
                                                    "iam:PutUserPolicy",
                                                    "iam:SetDefaultPolicyVersion",
                                                    "iam:UpdateAssumeRolePolicy",
                                                    "iam:UpdateLoginProfile",
                                                    "sts:AssumeRole"};
  return all;
}

const std::vector<std::string_view>& secret_reads() {
  static const std::vector<std::string_view> all = {"secretsmanager:BatchGetSecretValue",
                                                    "secretsmanager:GetSecretValue",
                                                    "ssm:GetParameter",
                                                    "ssm:GetParameterHistory",
                                                    "ssm:GetParameters",
                                                    "ssm:GetParametersByPath"};
  return all;
}

ManagedPolicy managed_policy(std::string_view name) {
  const auto found = managed_policies().find(name);
  return found == managed_policies().end() ? ManagedPolicy{} : found->second;
}

}  // namespace opta::prove
