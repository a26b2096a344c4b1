#include "exec/aws/state_bucket.h"

#include <algorithm>
#include <functional>

#include "exec/aws/objects.h"

namespace opta::aws {

namespace {

// A million versions; a state bucket has thousands.
constexpr int kDeleteRoundsMax = 1000;

// One thing that a state bucket must have, and how to see and mend it.
struct Setting {
  const char* name;
  std::vector<std::string> get;
  std::function<bool(std::string_view)> holds;
  std::string absent_code;  // how AWS says that it was never set; empty: by no failure
  std::function<std::vector<std::string>(std::string_view)> put;
};

std::vector<Setting> settings_of(const Cli& cli, const Bucket& bucket) {
  std::vector<Setting> settings = {
      {"public access block", get_public_access_block_arguments(bucket), blocks_public_access,
       "NoSuchPublicAccessBlockConfiguration",
       [&](std::string_view) { return put_public_access_block_arguments(bucket); }},
      {"versioning", get_bucket_versioning_arguments(bucket), is_versioned, "",
       [&](std::string_view) { return put_bucket_versioning_arguments(bucket); }},
      {"encryption", get_bucket_encryption_arguments(bucket), is_encrypted,
       "ServerSideEncryptionConfigurationNotFoundError",
       [&](std::string_view) { return put_bucket_encryption_arguments(bucket); }},
  };
  if (!cli.endpoint.starts_with("http://")) {
    settings.push_back(
        {"TLS-only policy", get_bucket_policy_arguments(bucket),
         [&](std::string_view answer) { return demands_tls(answer, bucket); }, "NoSuchBucketPolicy",
         [&](std::string_view answer) {
           return put_bucket_policy_arguments(bucket, policy_with_tls(answer, bucket));
         }});
  }
  return settings;
}

StateBucketOutcome failed(const Failure& failure) {
  const bool foreign = failure.code == "403" || failure.code == "BucketAlreadyExists";
  return {.state = foreign ? StateBucketState::kForeign : StateBucketState::kFailed,
          .failure = failure};
}

bool is_missing(const Answer& answer) {
  return answer.failed_with("404") || answer.failed_with("NoSuchBucket");
}

}  // namespace

Result<StateBucketOutcome> ensure_state_bucket(const Cli& cli, const Bucket& bucket) {
  StateBucketOutcome outcome;
  const Answer seen = OPTA_TRY(call(cli, head_bucket_arguments(bucket)));
  if (seen.failure && !is_missing(seen)) return failed(*seen.failure);
  if (seen.failure) {
    const Answer created = OPTA_TRY(call(cli, create_bucket_arguments(bucket)));
    // Someone of our own account was quicker: as good.
    if (created.failure && !created.failed_with("BucketAlreadyOwnedByYou")) {
      return failed(*created.failure);
    }
    outcome.state = StateBucketState::kCreated;
  }
  for (const Setting& setting : settings_of(cli, bucket)) {
    const Answer now = OPTA_TRY(call(cli, setting.get));
    const bool is_absent = !setting.absent_code.empty() && now.failed_with(setting.absent_code);
    if (now.failure && !is_absent) return failed(*now.failure);
    if (!now.failure && setting.holds(now.text)) continue;
    const Answer put = OPTA_TRY(call(cli, setting.put(now.text)));
    if (put.failure) return failed(*put.failure);
    outcome.changed.emplace_back(setting.name);
  }
  if (outcome.state == StateBucketState::kReady && !outcome.changed.empty()) {
    outcome.state = StateBucketState::kRepaired;
  }
  return outcome;
}

Result<Answer> delete_state_bucket(const Cli& cli, const Bucket& bucket) {
  for (int round = 0; round < kDeleteRoundsMax; ++round) {
    const VersionPage page = OPTA_TRY(list_object_versions(cli, bucket));
    if (page.failure && page.failure->code == "NoSuchBucket") return Answer{};
    if (page.failure) return Answer{.failure = page.failure};
    if (page.versions.empty()) {
      Answer deleted = OPTA_TRY(call(cli, delete_bucket_arguments(bucket)));
      if (is_missing(deleted)) return Answer{};
      return deleted;
    }
    Answer deleted = OPTA_TRY(delete_objects(cli, bucket, page.versions));
    if (deleted.failure) return deleted;
  }
  return fail("the state bucket holds more versions than we delete in one go", "run it again");
}

}  // namespace opta::aws
