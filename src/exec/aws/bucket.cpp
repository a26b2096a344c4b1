#include "exec/aws/bucket.h"

#include <algorithm>

#include <fmt/format.h>

#include "exec/json.h"

namespace opta::aws {

using lenient::Json;
using lenient::list_at;
using lenient::object_at;
using lenient::parse;
using lenient::text_at;

namespace {

constexpr const char* kTlsStatement = "OptaTlsOnly";

std::vector<std::string> on_bucket(const char* subcommand, const Bucket& bucket,
                                   std::vector<std::string> more = {}) {
  std::vector<std::string> arguments = {"s3api", subcommand, "--bucket", bucket.name};
  if (!bucket.owner.empty()) {
    arguments.insert(arguments.end(), {"--expected-bucket-owner", bucket.owner});
  }
  arguments.insert(arguments.end(), more.begin(), more.end());
  return arguments;
}

std::string partition_of(std::string_view region) {
  if (region.starts_with("cn-")) return "aws-cn";
  return region.starts_with("us-gov-") ? "aws-us-gov" : "aws";
}

Json tls_statement(const Bucket& bucket) {
  const std::string arn = fmt::format("arn:{}:s3:::{}", partition_of(bucket.region), bucket.name);
  return {{"Sid", kTlsStatement},
          {"Effect", "Deny"},
          {"Principal", "*"},
          {"Action", "s3:*"},
          {"Resource", {arn, arn + "/*"}},
          {"Condition", {{"Bool", {{"aws:SecureTransport", "false"}}}}}};
}

// The policy is JSON inside a text inside JSON. One statement may stand without its list.
Json policy_from(std::string_view answer) {
  Json policy = parse(text_at(parse(answer), "Policy"));
  if (!policy.is_object()) policy = Json::object();
  if (policy.contains("Statement") && policy["Statement"].is_object()) {
    policy["Statement"] = Json::array({policy["Statement"]});
  }
  if (list_at(policy, "Statement").empty()) policy["Statement"] = Json::array();
  if (!policy.contains("Version")) policy["Version"] = "2012-10-17";
  return policy;
}

constexpr const char* kAccessSettings[] = {"BlockPublicAcls", "IgnorePublicAcls",
                                           "BlockPublicPolicy", "RestrictPublicBuckets"};

}  // namespace

std::vector<std::string> head_bucket_arguments(const Bucket& bucket) {
  return on_bucket("head-bucket", bucket);
}

std::vector<std::string> create_bucket_arguments(const Bucket& bucket) {
  Bucket unowned = bucket;
  unowned.owner.clear();  // there is no owner to expect yet
  if (bucket.region == "us-east-1") return on_bucket("create-bucket", unowned);
  return on_bucket(
      "create-bucket", unowned,
      {"--create-bucket-configuration", fmt::format("LocationConstraint={}", bucket.region)});
}

std::vector<std::string> delete_bucket_arguments(const Bucket& bucket) {
  return on_bucket("delete-bucket", bucket);
}

std::vector<std::string> get_bucket_versioning_arguments(const Bucket& bucket) {
  return on_bucket("get-bucket-versioning", bucket);
}

std::vector<std::string> put_bucket_versioning_arguments(const Bucket& bucket) {
  return on_bucket("put-bucket-versioning", bucket,
                   {"--versioning-configuration", "Status=Enabled"});
}

bool is_versioned(std::string_view answer) {
  return text_at(parse(answer), "Status") == "Enabled";
}

std::vector<std::string> get_bucket_encryption_arguments(const Bucket& bucket) {
  return on_bucket("get-bucket-encryption", bucket);
}

std::vector<std::string> put_bucket_encryption_arguments(const Bucket& bucket) {
  const Json rule = {{"ApplyServerSideEncryptionByDefault", {{"SSEAlgorithm", "AES256"}}}};
  return on_bucket(
      "put-bucket-encryption", bucket,
      {"--server-side-encryption-configuration", Json{{"Rules", Json::array({rule})}}.dump()});
}

bool is_encrypted(std::string_view answer) {
  const Json json = parse(answer);
  const Json& rules = list_at(object_at(json, "ServerSideEncryptionConfiguration"), "Rules");
  return std::ranges::any_of(rules, [](const Json& rule) {
    return !text_at(object_at(rule, "ApplyServerSideEncryptionByDefault"), "SSEAlgorithm").empty();
  });
}

std::vector<std::string> get_public_access_block_arguments(const Bucket& bucket) {
  return on_bucket("get-public-access-block", bucket);
}

std::vector<std::string> put_public_access_block_arguments(const Bucket& bucket) {
  std::string settings;
  for (const char* name : kAccessSettings) {
    settings += fmt::format("{}{}=true", settings.empty() ? "" : ",", name);
  }
  return on_bucket("put-public-access-block", bucket,
                   {"--public-access-block-configuration", settings});
}

bool blocks_public_access(std::string_view answer) {
  const Json json = parse(answer);
  const Json& settings = object_at(json, "PublicAccessBlockConfiguration");
  return std::ranges::all_of(kAccessSettings, [&](const char* name) {
    const auto found = settings.find(name);
    return found != settings.end() && *found == true;
  });
}

std::vector<std::string> get_bucket_policy_arguments(const Bucket& bucket) {
  return on_bucket("get-bucket-policy", bucket);
}

std::vector<std::string> put_bucket_policy_arguments(const Bucket& bucket,
                                                     const std::string& policy) {
  return on_bucket("put-bucket-policy", bucket, {"--policy", policy});
}

bool demands_tls(std::string_view answer, const Bucket& bucket) {
  const Json policy = policy_from(answer);
  const Json& statements = list_at(policy, "Statement");
  return std::ranges::find(statements, tls_statement(bucket)) != statements.end();
}

std::string policy_with_tls(std::string_view answer, const Bucket& bucket) {
  Json policy = policy_from(answer);
  Json statements = Json::array();
  for (const Json& statement : list_at(policy, "Statement")) {
    // An edited statement of ours is replaced: two with one Sid are refused.
    if (text_at(statement, "Sid") != kTlsStatement) statements.push_back(statement);
  }
  statements.push_back(tls_statement(bucket));
  policy["Statement"] = std::move(statements);
  return policy.dump();
}

}  // namespace opta::aws
