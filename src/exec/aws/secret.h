// aws secretsmanager: values that stand nowhere else.
#pragma once

#include <map>

#include "exec/aws/cli.h"

namespace opta::aws {

// Where a secret's value is, in the form that ECS takes: "ARN:KEY:STAGE:VERSION_ID". The ARN has
// colons itself; stage and version are not read: a secret that was rotated has moved on.
struct SecretPlace {
  std::string arn;
  std::string key;  // of the JSON map that the secret holds

  friend auto operator<=>(const SecretPlace&, const SecretPlace&) = default;
};
std::optional<SecretPlace> decode_secret_place(std::string_view text);

struct SecretAnswer {
  std::string text = {};
  std::optional<Failure> failure = {};
};

// Id of the version that holds now (AWSCURRENT).
std::vector<std::string> describe_secret_arguments(const std::string& arn);
Result<SecretAnswer> current_secret_version(const Cli& cli, const std::string& arn);

// The value under the key of that version. It is never part of an Error.
std::vector<std::string> get_secret_value_arguments(const std::string& arn,
                                                    const std::string& version_id);
Result<SecretAnswer> secret_value(const Cli& cli, const SecretPlace& place,
                                  const std::string& version_id);

}  // namespace opta::aws
