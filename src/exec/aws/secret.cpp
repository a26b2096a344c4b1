#include "exec/aws/secret.h"

#include <fmt/format.h>

#include "exec/json.h"

namespace opta::aws {

using lenient::Json;
using lenient::parse;
using lenient::text_at;

std::optional<SecretPlace> decode_secret_place(std::string_view text) {
  // arn:aws:secretsmanager:REGION:ACCOUNT:secret:NAME, then :KEY:STAGE:VERSION.
  constexpr int kColonsOfArn = 6;
  std::size_t end = 0;
  for (int i = 0; i <= kColonsOfArn; ++i) {
    end = text.find(':', i == 0 ? 0 : end + 1);
    if (end == std::string_view::npos) return std::nullopt;
  }
  const std::string_view arn = text.substr(0, end);
  const std::string_view rest = text.substr(end + 1);
  SecretPlace place{std::string(arn), std::string(rest.substr(0, rest.find(':')))};
  if (!arn.starts_with("arn:") || place.key.empty()) return std::nullopt;
  return place;
}

std::vector<std::string> describe_secret_arguments(const std::string& arn) {
  return {"secretsmanager", "describe-secret", "--secret-id", arn};
}

Result<SecretAnswer> current_secret_version(const Cli& cli, const std::string& arn) {
  const Answer answer = OPTA_TRY(call(cli, describe_secret_arguments(arn)));
  if (answer.failure) return SecretAnswer{.failure = answer.failure};
  const Json json = parse(answer.text);
  const auto versions = json.find("VersionIdsToStages");
  if (versions != json.end() && versions->is_object()) {
    for (const auto& [id, stages] : versions->items()) {
      for (const Json& stage : stages) {
        if (stage == "AWSCURRENT") return SecretAnswer{.text = id};
      }
    }
  }
  return fail(fmt::format("the secret {} has no value", arn));
}

std::vector<std::string> get_secret_value_arguments(const std::string& arn,
                                                    const std::string& version_id) {
  return {"secretsmanager", "get-secret-value", "--secret-id", arn, "--version-id", version_id};
}

Result<SecretAnswer> secret_value(const Cli& cli, const SecretPlace& place,
                                  const std::string& version_id) {
  const Answer answer = OPTA_TRY(call(cli, get_secret_value_arguments(place.arn, version_id)));
  if (answer.failure) return SecretAnswer{.failure = answer.failure};
  const Json map = parse(text_at(parse(answer.text), "SecretString"));
  const auto found = map.is_object() ? map.find(place.key) : map.end();
  if (found == map.end() || !found->is_string()) {
    return fail(fmt::format("the secret {} holds no text under `{}`", place.arn, place.key));
  }
  return SecretAnswer{.text = found->get<std::string>()};
}

}  // namespace opta::aws
