// The part of Identity that is about what resources say themselves.
#include <algorithm>
#include <set>

#include "prove/identity/identity.h"

namespace opta::prove {

namespace {

// A policy that is a resource of its own, and what it is about.
struct Separate {
  const char* type;
  const char* attribute;
  const char* names;
  const char* of;
};
constexpr Separate kSeparate[] = {
    {"aws_s3_bucket_policy", "policy", "bucket", "aws_s3_bucket"},
    {"aws_sqs_queue_policy", "policy", "queue_url", "aws_sqs_queue"},
    {"aws_sns_topic_policy", "policy", "arn", "aws_sns_topic"},
    {"aws_kms_key_policy", "policy", "key_id", "aws_kms_key"},
    {"aws_ecr_repository_policy", "policy", "repository", "aws_ecr_repository"},
    {"aws_secretsmanager_secret_policy", "policy", "secret_arn", "aws_secretsmanager_secret"},
    {"aws_dynamodb_resource_policy", "policy", "resource_arn", "aws_dynamodb_table"},
    {"aws_efs_file_system_policy", "policy", "file_system_id", "aws_efs_file_system"},
    {"aws_cloudwatch_event_bus_policy", "policy", "event_bus_name", "aws_cloudwatch_event_bus"}};

// Resources that have a `policy` themselves, which the provider also fills with what it finds.
constexpr const char* kOwn[] = {"aws_s3_bucket", "aws_sqs_queue", "aws_sns_topic", "aws_kms_key",
                                "aws_secretsmanager_secret"};

Principal principal_of(const Value& name) {
  const std::string& text = name.text();
  if (text == "*") return {"*", name};
  const bool is_service = text.contains(".amazonaws.");
  return {!name.is_text() ? "" : (is_service ? "Service" : "AWS"), name};
}

Statement statement_of(const Resource& permission) {
  const Value& values = permission.values;
  Statement made{.sid = values.at("statement_id").text(),
                 .allows = Truth::kYes,
                 .actions = {values.at("action")},
                 .resources = {},
                 .principals = {principal_of(values.at("principal"))},
                 .conditions = {}};
  struct Narrowing {
    const char* attribute;
    const char* test;
    const char* key;
  };
  for (const Narrowing& one :
       {Narrowing{"source_arn", "arnlike", "aws:SourceArn"},
        Narrowing{"source_account", "stringequals", "aws:SourceAccount"},
        Narrowing{"principal_org_id", "stringequals", "aws:PrincipalOrgID"}}) {
    const Value& value = values.at(one.attribute);
    if (is_set(value) == Truth::kNo) continue;
    made.conditions.push_back(
        {.test = one.test, .key = Value::of(std::string(one.key)), .values = {value}});
  }
  return made;
}

}  // namespace

void Identity::add_resource_policies() {
  std::set<const Resource*> covered;  // by a policy that is a resource of its own
  for (const Separate& one : kSeparate) {
    for (const Resource* policy : world_.of_type(one.type)) {
      if (policy->is_data) continue;
      resource_policies_.push_back({.by = policy,
                                    .attribute = one.attribute,
                                    .documents = read(policy->values.at(one.attribute))});
      const Named named = world_.named_by(policy->values.at(one.names), one.of);
      if (named.is_complete) covered.insert(named.may_be.begin(), named.may_be.end());
    }
  }
  for (const char* type : kOwn) {
    for (const Resource* resource : world_.of_type(type)) {
      const Value& policy = resource->values.at("policy");
      const bool is_found = resource->leaves_open("policy");
      if (resource->is_data || policy.is_null() || (policy.is_unknown() && is_found)) continue;
      // What the provider found there is what that policy was before.
      if (is_found && covered.contains(resource)) continue;
      resource_policies_.push_back({.by = resource,
                                    .attribute = "policy",
                                    .documents = read(policy),
                                    .is_there = is_found ? Truth::kUnknown : Truth::kYes});
    }
  }
}

void Identity::add_permissions() {
  for (const Resource* permission : world_.of_type("aws_lambda_permission")) {
    const Document* document =
        keep(Document{.statements = {statement_of(*permission)}, .is_whole = true});
    resource_policies_.push_back(
        {.by = permission,
         .attribute = "principal",
         .documents = keep(Documents{.may_be = {document}, .is_complete = true})});
  }
}

}  // namespace opta::prove
