// aws s3api: a bucket and its settings. Only argument lists and texts; state_bucket.h runs them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace opta::aws {

struct Bucket {
  std::string name;
  std::string owner;  // account id: AWS refuses every call if the bucket is somebody else's. Empty:
                      // not checked
  std::string region;
};

std::vector<std::string> head_bucket_arguments(const Bucket& bucket);
// us-east-1 is the one region that must not be named as a location.
std::vector<std::string> create_bucket_arguments(const Bucket& bucket);
std::vector<std::string> delete_bucket_arguments(const Bucket& bucket);

std::vector<std::string> get_bucket_versioning_arguments(const Bucket& bucket);
std::vector<std::string> put_bucket_versioning_arguments(const Bucket& bucket);
bool is_versioned(std::string_view answer);

std::vector<std::string> get_bucket_encryption_arguments(const Bucket& bucket);
std::vector<std::string> put_bucket_encryption_arguments(const Bucket& bucket);
// By any key: a key of the user's own is no reason to repair.
bool is_encrypted(std::string_view answer);

std::vector<std::string> get_public_access_block_arguments(const Bucket& bucket);
std::vector<std::string> put_public_access_block_arguments(const Bucket& bucket);
bool blocks_public_access(std::string_view answer);

std::vector<std::string> get_bucket_policy_arguments(const Bucket& bucket);
std::vector<std::string> put_bucket_policy_arguments(const Bucket& bucket,
                                                     const std::string& policy);
bool demands_tls(std::string_view answer, const Bucket& bucket);
// The policy in `answer` (empty: none) and our statement. Statements of others stay.
std::string policy_with_tls(std::string_view answer, const Bucket& bucket);

}  // namespace opta::aws
