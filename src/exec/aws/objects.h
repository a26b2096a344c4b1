// aws s3api and s3: the objects in a bucket.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "exec/aws/bucket.h"
#include "exec/aws/cli.h"

namespace opta::aws {

// What AWS takes and gives in one call.
inline constexpr int kPageSize = 1000;

struct Object {
  std::string key;
  std::uint64_t size = 0;
  std::string last_modified;
};

struct ObjectPage {
  std::vector<Object> objects = {};
  std::string next_token = {};  // empty: the last page
  std::optional<Failure> failure = {};
};

std::vector<std::string> list_objects_arguments(const Bucket& bucket, const std::string& prefix,
                                                const std::string& token);
Result<ObjectPage> list_objects(const Cli& cli, const Bucket& bucket, const std::string& prefix,
                                const std::string& token = {});

// A version of an object, or the mark that it was deleted. Without a version: the object itself,
// whose versions stay.
struct ObjectVersion {
  std::string key;
  std::string version_id;

  bool operator==(const ObjectVersion&) const = default;
};

struct VersionPage {
  std::vector<ObjectVersion> versions = {};
  std::optional<Failure> failure = {};
};

std::vector<std::string> list_object_versions_arguments(const Bucket& bucket);
// The first page. There is no second: who lists versions deletes them, and then the rest comes
// first.
Result<VersionPage> list_object_versions(const Cli& cli, const Bucket& bucket);

// The list goes through standard input: a thousand keys are too long for an argument.
std::vector<std::string> delete_objects_arguments(const Bucket& bucket);
std::string delete_objects_input(const std::vector<ObjectVersion>& versions);
Result<Answer> delete_objects(const Cli& cli, const Bucket& bucket,
                              const std::vector<ObjectVersion>& versions);

// By `s3 cp … -`: `s3api get-object` mixes its report into the content when that goes to standard
// output.
std::vector<std::string> get_object_arguments(const Bucket& bucket, const std::string& key);
Result<Answer> get_object(const Cli& cli, const Bucket& bucket, const std::string& key);

// The content goes through standard input.
std::vector<std::string> put_object_arguments(const Bucket& bucket, const std::string& key);
Result<Answer> put_object(const Cli& cli, const Bucket& bucket, const std::string& key,
                          std::string content);

}  // namespace opta::aws
