#include "exec/aws/objects.h"

#include <fmt/format.h>

#include "exec/json.h"

namespace opta::aws {

using lenient::Json;
using lenient::list_at;
using lenient::number_at;
using lenient::parse;
using lenient::text_at;

namespace {

// Without --no-paginate the CLI would collect all pages before it answers.
std::vector<std::string> page_of(const char* subcommand, const Bucket& bucket) {
  std::vector<std::string> arguments = {"s3api",
                                        subcommand,
                                        "--bucket",
                                        bucket.name,
                                        "--no-paginate",
                                        "--max-keys",
                                        std::to_string(kPageSize)};
  if (!bucket.owner.empty()) {
    arguments.insert(arguments.end(), {"--expected-bucket-owner", bucket.owner});
  }
  return arguments;
}

}  // namespace

std::vector<std::string> list_objects_arguments(const Bucket& bucket, const std::string& prefix,
                                                const std::string& token) {
  std::vector<std::string> arguments = page_of("list-objects-v2", bucket);
  if (!prefix.empty()) arguments.insert(arguments.end(), {"--prefix", prefix});
  if (!token.empty()) arguments.insert(arguments.end(), {"--continuation-token", token});
  return arguments;
}

Result<ObjectPage> list_objects(const Cli& cli, const Bucket& bucket, const std::string& prefix,
                                const std::string& token) {
  const Answer answer = OPTA_TRY(call(cli, list_objects_arguments(bucket, prefix, token)));
  if (answer.failure) return ObjectPage{.failure = answer.failure};
  const Json json = parse(answer.text);
  ObjectPage page{.next_token = text_at(json, "NextContinuationToken")};
  for (const Json& entry : list_at(json, "Contents")) {
    page.objects.push_back(
        {text_at(entry, "Key"), number_at(entry, "Size"), text_at(entry, "LastModified")});
  }
  return page;
}

std::vector<std::string> list_object_versions_arguments(const Bucket& bucket) {
  return page_of("list-object-versions", bucket);
}

Result<VersionPage> list_object_versions(const Cli& cli, const Bucket& bucket) {
  const Answer answer = OPTA_TRY(call(cli, list_object_versions_arguments(bucket)));
  if (answer.failure) return VersionPage{.failure = answer.failure};
  const Json json = parse(answer.text);
  VersionPage page;
  for (const char* kind : {"Versions", "DeleteMarkers"}) {
    for (const Json& entry : list_at(json, kind)) {
      page.versions.push_back({text_at(entry, "Key"), text_at(entry, "VersionId")});
    }
  }
  return page;
}

std::vector<std::string> delete_objects_arguments(const Bucket& bucket) {
  std::vector<std::string> arguments = {"s3api",     "delete-objects", "--bucket",
                                        bucket.name, "--delete",       "file:///dev/stdin"};
  if (!bucket.owner.empty()) {
    arguments.insert(arguments.end(), {"--expected-bucket-owner", bucket.owner});
  }
  return arguments;
}

std::string delete_objects_input(const std::vector<ObjectVersion>& versions) {
  Json objects = Json::array();
  for (const ObjectVersion& version : versions) {
    Json object = {{"Key", version.key}};
    if (!version.version_id.empty()) object["VersionId"] = version.version_id;
    objects.push_back(std::move(object));
  }
  return Json{{"Objects", std::move(objects)}, {"Quiet", true}}.dump();
}

Result<Answer> delete_objects(const Cli& cli, const Bucket& bucket,
                              const std::vector<ObjectVersion>& versions) {
  Answer answer =
      OPTA_TRY(call(cli, delete_objects_arguments(bucket), delete_objects_input(versions)));
  // The call as a whole succeeds even when not one object could be deleted.
  const Json json = parse(answer.text);
  if (const Json& errors = list_at(json, "Errors"); !errors.empty()) {
    const std::string code = text_at(errors.front(), "Code");
    answer.failure = decode_failure(fmt::format("An error occurred ({}) when deleting `{}`: {}",
                                                code, text_at(errors.front(), "Key"),
                                                text_at(errors.front(), "Message")));
  }
  return answer;
}

std::vector<std::string> get_object_arguments(const Bucket& bucket, const std::string& key) {
  return {"s3", "cp", "--no-progress", fmt::format("s3://{}/{}", bucket.name, key), "-"};
}

Result<Answer> get_object(const Cli& cli, const Bucket& bucket, const std::string& key) {
  return call(cli, get_object_arguments(bucket, key));
}

std::vector<std::string> put_object_arguments(const Bucket& bucket, const std::string& key) {
  return {"s3", "cp", "--no-progress", "-", fmt::format("s3://{}/{}", bucket.name, key)};
}

Result<Answer> put_object(const Cli& cli, const Bucket& bucket, const std::string& key,
                          std::string content) {
  return call(cli, put_object_arguments(bucket, key), std::move(content));
}

}  // namespace opta::aws
