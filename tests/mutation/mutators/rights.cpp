// Who may do what: trust, what roles and users may, and what resources let others do.
#include <fmt/format.h>

#include "../edits.h"

namespace opta::prove::mutation {

namespace {

const Names kRoles = {"aws_iam_role"};

std::string policy(const json& statement) {
  return json{{"Version", "2012-10-17"}, {"Statement", {statement}}}.dump();
}

json allow(const json& action, const json& resource, const json& condition = nullptr) {
  json statement = {{"Effect", "Allow"}, {"Action", action}, {"Resource", resource}};
  if (!condition.is_null()) statement["Condition"] = condition;
  return statement;
}

json trust(const json& principal, const json& condition = nullptr,
           const json& action = "sts:AssumeRole") {
  json statement = {{"Effect", "Allow"}, {"Action", action}, {"Principal", principal}};
  if (!condition.is_null()) statement["Condition"] = condition;
  return statement;
}

NewResource role(const json& statement) {
  return {.address = "module.base.aws_iam_role.mutant",
          .after = {{"name", "mutant"},
                    {"id", "mutant"},
                    {"arn", "arn:aws:iam::123456789012:role/mutant"},
                    {"assume_role_policy", policy(statement)}}};
}

// Into one of the roles of each module, as a policy of its own.
Finder into_roles(const std::vector<json>& statements) {
  return [=](const Scene& scene) {
    Mutants mutants;
    for (const std::string& address : scene.addresses(kRoles)) {
      const json name = scene.after(address).value("name", json());
      if (!name.is_string()) continue;
      for (const json& statement : statements) {
        mutants.push_back(
            {fmt::format("{} with {}", address, statement.dump()), [name, statement](Scene& to) {
               add(to,
                   {.address = "module.base.aws_iam_role_policy.mutant",
                    .after = {{"name", "mutant"}, {"role", name}, {"policy", policy(statement)}}});
             }});
      }
    }
    return mutants;
  };
}

Finder into_users(const std::vector<json>& statements) {
  std::vector<NewResource> made;
  for (const json& statement : statements) {
    made.push_back({.address = "module.base.aws_iam_user_policy.mutant",
                    .after = {{"name", "m"}, {"user", "ops"}, {"policy", policy(statement)}}});
    made.push_back({.address = "module.base.aws_iam_group_policy.mutant",
                    .after = {{"name", "m"}, {"group", "ops"}, {"policy", policy(statement)}}});
  }
  return added(made);
}

Finder attached(const std::vector<std::string>& policies) {
  return [=](const Scene& scene) {
    Mutants mutants;
    for (const std::string& address : scene.addresses(kRoles)) {
      const json name = scene.after(address).value("name", json());
      if (!name.is_string()) continue;
      for (const std::string& one : policies) {
        mutants.push_back(
            {fmt::format("{} with {}", address, one), [name, one](Scene& to) {
               add(to,
                   {.address = "module.base.aws_iam_role_policy_attachment.mutant",
                    .after = {{"role", name}, {"policy_arn", "arn:aws:iam::aws:policy/" + one}}});
             }});
      }
    }
    return mutants;
  };
}

// Trust of pods' roles, with one word for another.
Finder trust_replaced(const std::string& word, const std::string& by) {
  return [=](const Scene& scene) {
    Mutants mutants;
    for (const std::string& address : scene.addresses(kRoles)) {
      const json text = scene.after(address).value("assume_role_policy", json());
      if (!text.is_string() || !text.get<std::string>().contains(word)) continue;
      mutants.push_back({fmt::format("{} {} -> {}", address, word, by), [=](Scene& to) {
                           json& own = to.item(address)["change"]["after"]["assume_role_policy"];
                           std::string changed = own;
                           changed.replace(changed.find(word), word.size(), by);
                           own = changed;
                         }});
    }
    return mutants;
  };
}

// Statements added to the policies of these.
Finder opened(const Names& types, const std::string& attribute,
              const std::vector<json>& statements) {
  return [=](const Scene& scene) {
    Mutants mutants;
    for (const std::string& address : scene.addresses(types)) {
      const json text = scene.after(address).value(attribute, json());
      if (!text.is_string() || text.get<std::string>().empty()) continue;
      for (const json& statement : statements) {
        mutants.push_back({fmt::format("{} with {}", address, statement.dump()), [=](Scene& to) {
                             json& own = to.item(address)["change"]["after"][attribute];
                             json changed = json::parse(own.get<std::string>());
                             changed["Statement"].push_back(statement);
                             own = changed.dump();
                           }});
      }
    }
    return mutants;
  };
}

json for_whom(const json& principal, const json& action, const json& condition = nullptr) {
  json statement = allow(action, "*", condition);
  statement["Principal"] = principal;
  return statement;
}

}  // namespace

std::vector<Mutator> rights_mutators() {
  const json stranger = {{"AWS", "arn:aws:iam::210987654321:root"}};
  const json everybody = "*";
  const json external = {{"StringEquals", {{"sts:ExternalId", "secret"}}}};
  const json secrets = {"secretsmanager:GetSecretValue"};
  return {
      {"IAM-02", "nodes that may more than join",
       [](const Scene& scene) {
         Mutants mutants;
         for (const std::string& address : scene.addresses(kRoles)) {
           const json& after = scene.after(address);
           const bool is_nodes = address.contains("node") || address.contains("spot");
           if (!is_nodes || !after.value("name", json()).is_string()) continue;
           const json name = after["name"];
           for (const char* one : {"AmazonEKS_CNI_Policy", "AmazonS3ReadOnlyAccess",
                                   "AdministratorAccess", "AmazonSSMManagedInstanceCore"}) {
             mutants.push_back(
                 {fmt::format("{} with {}", address, one), [name, one](Scene& to) {
                    add(to, {.address = "module.base.aws_iam_role_policy_attachment.mutant",
                             .after = {
                                 {"role", name},
                                 {"policy_arn", fmt::format("arn:aws:iam::aws:policy/{}", one)}}});
                  }});
           }
         }
         return mutants;
       }},
      {"IAM-03", "a role for more pods than one account's",
       several(
           {trust_replaced("system:serviceaccount:hello:app", "system:serviceaccount:hello:*"),
            trust_replaced("system:serviceaccount:hello:app", "system:serviceaccount:*:*"),
            trust_replaced(":sub\":\"system:serviceaccount", ":other\":\"system:serviceaccount"),
            trust_replaced("sts.amazonaws.com", "anything")})},
      {"IAM-04", "a policy for everything",
       several({into_roles({allow("*", "*"),
                            allow("iam:*", "*"),
                            {{"Effect", "Allow"}, {"NotAction", "s3:*"}, {"Resource", "*"}}}),
                into_users({allow("*", "*"), allow("iam:*", "*")}),
                attached({"AdministratorAccess", "PowerUserAccess", "IAMFullAccess"})})},
      {"IAM-05", "a policy that is wider than it could be",
       into_roles({allow("s3:*", "arn:aws:s3:::one/*"), allow("s3:GetObject", "*"),
                   allow({"sqs:SendMessage", "sqs:ReceiveMessage"}, "*"),
                   allow("dynamodb:*", "arn:aws:dynamodb:us-east-1:123456789012:table/a")})},
      {"IAM-06", "a role for outsiders",
       added({role(trust(stranger)), role(trust(stranger, external)), role(trust(everybody)),
              role(trust({{"AWS", "*"}})), role(trust({{"AWS", "210987654321"}})),
              role(trust({{"Federated",
                           "arn:aws:iam::123456789012:oidc-provider/"
                           "token.actions.githubusercontent.com"}},
                         {{"StringEquals",
                           {{"token.actions.githubusercontent.com:aud", "sts.amazonaws.com"}}}},
                         "sts:AssumeRoleWithWebIdentity"))})},
      {"IAM-07", "a role that can become another",
       into_roles({allow("sts:AssumeRole", "*"), allow("iam:PassRole", "*"),
                   allow("iam:AttachRolePolicy", "*"), allow("iam:PutRolePolicy", "*"),
                   allow("iam:CreateAccessKey", "*"), allow("iam:UpdateAssumeRolePolicy", "*"),
                   allow("iam:CreatePolicyVersion", "*"),
                   allow("iam:DeleteRolePermissionsBoundary", "*")})},
      {"IAM-08", "a bucket that outsiders read",
       opened({"aws_s3_bucket_policy"}, "policy",
              {for_whom(everybody, "s3:GetObject"), for_whom({{"AWS", "*"}}, "s3:Get*"),
               for_whom(stranger, "s3:ListBucket"), for_whom(stranger, "s3:*"),
               for_whom(everybody, "s3:GetObject",
                        {{"StringLike", {{"aws:Referer", "https://www.example.com/*"}}}})})},
      {"IAM-09", "a queue, a topic or a key for outsiders",
       several({opened({"aws_sqs_queue"}, "policy",
                       {for_whom(everybody, "sqs:SendMessage"), for_whom(stranger, "sqs:*")}),
                opened({"aws_sns_topic"}, "policy",
                       {for_whom(everybody, "sns:Publish"), for_whom(stranger, "sns:Subscribe")}),
                opened({"aws_kms_key"}, "policy",
                       {for_whom(everybody, "kms:Decrypt"), for_whom(stranger, "kms:*")})})},
      {"IAM-10", "a user who can give rights",
       into_users({allow("iam:AttachUserPolicy", "*"), allow("iam:PutUserPolicy", "*"),
                   allow("iam:PassRole", "*"), allow("iam:CreateAccessKey", "*"),
                   allow("iam:AddUserToGroup", "*"), allow("iam:CreatePolicyVersion", "*")})},
      {"IAM-11", "a role that reads all secrets",
       into_roles({allow(secrets, "*"), allow("secretsmanager:*", "*"),
                   allow("ssm:GetParameter", "*"),
                   allow({"ssm:GetParameters", "ssm:GetParametersByPath"},
                         "arn:aws:ssm:us-east-1:123456789012:parameter/*"),
                   allow("secretsmanager:GetSecretValue",
                         "arn:aws:secretsmanager:us-east-1:123456789012:secret:*")})},
  };
}

}  // namespace opta::prove::mutation
