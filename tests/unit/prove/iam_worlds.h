// The world of the promises about identities, and how to change it.
#pragma once

#include <map>
#include <set>
#include <string>

#include "prove/verdict.h"
#include "worlds.h"

namespace opta::prove::test::iam {

using Resources = std::map<std::string, json>;

constexpr const char* kAccount = "123456789012";
constexpr const char* kIssuer = "oidc.eks.us-east-1.amazonaws.com/id/AB";

inline PlanText plan_in_account() {
  PlanText plan;
  plan.text()["configuration"]["provider_config"]["aws"] = {
      {"full_name", "registry.terraform.io/hashicorp/aws"},
      {"expressions", {{"allowed_account_ids", {{"constant_value", {kAccount}}}}}}};
  return plan;
}

inline World world_of(const Resources& resources) {
  PlanText plan = plan_in_account();
  for (const auto& [address, values] : resources) plan.add(address, values);
  return plan.world();
}

inline std::string policy(json statement) {
  return json{{"Version", "2012-10-17"}, {"Statement", std::move(statement)}}.dump();
}

inline std::string allow(json actions, json resources, json condition = nullptr) {
  json statement{
      {"Effect", "Allow"}, {"Action", std::move(actions)}, {"Resource", std::move(resources)}};
  if (!condition.is_null()) statement["Condition"] = std::move(condition);
  return policy(std::move(statement));
}

// What a resource says, or a trust policy.
inline std::string allow_to(json principal, json actions, json condition = nullptr) {
  json statement{
      {"Effect", "Allow"}, {"Action", std::move(actions)}, {"Principal", std::move(principal)}};
  if (!condition.is_null()) statement["Condition"] = std::move(condition);
  return policy(std::move(statement));
}

inline std::string pod_trust(const char* test, json subject, json audience = "sts.amazonaws.com") {
  json condition;
  condition[test][std::string(kIssuer) + ":sub"] = std::move(subject);
  if (!audience.is_null())
    condition["StringEquals"][std::string(kIssuer) + ":aud"] = std::move(audience);
  return allow_to(
      {{"Federated", std::string("arn:aws:iam::123456789012:oidc-provider/") + kIssuer}},
      "sts:AssumeRoleWithWebIdentity", condition);
}

inline std::string pod_identity_trust(json tags) {
  json condition;
  for (const auto& [tag, value] : tags.items())
    condition["StringEquals"]["aws:RequestTag/" + tag] = value;
  return allow_to({{"Service", "pods.eks.amazonaws.com"}}, {"sts:AssumeRole", "sts:TagSession"},
                  condition);
}

inline std::string managed(const std::string& name) {
  return "arn:aws:iam::aws:policy/" + name;
}

inline json from_own_account() {
  return {{"StringEquals", {{"aws:SourceAccount", kAccount}}}};
}

// All that these promises are about, as they want it.
inline Resources good() {
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

inline std::map<std::string, Truth, std::less<>> verdicts(const World& world) {
  std::map<std::string, Truth, std::less<>> found;
  for (const Verdict& verdict : decide_all(world, {})) {
    const std::string_view id = verdict.promise->id;
    if (id.starts_with("IAM-") && id != "IAM-01") found[std::string(id)] = verdict.holds;
  }
  return found;
}

inline std::set<std::string> not_held(const World& world, Truth truth) {
  std::set<std::string> ids;
  for (const auto& [id, holds] : verdicts(world)) {
    if (holds == truth) ids.insert(id);
  }
  return ids;
}

struct Change {
  std::set<std::string> ids;  // what catches it; nothing else may
  const char* what;
  const char* address;
  json values;  // merged into the resource, which is made where there is none
};

inline std::string trust_of(json principal, json condition = nullptr) {
  return allow_to(std::move(principal), "sts:AssumeRole", std::move(condition));
}

inline World changed(const Change& change) {
  Resources resources = good();
  resources[change.address].update(change.values);
  return world_of(resources);
}

}  // namespace opta::prove::test::iam
