#include "app/release_secrets.h"

#include <algorithm>
#include <functional>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/cluster_labels.h"
#include "base/base64.h"
#include "base/digest.h"
#include "base/text.h"
#include "exec/aws/secret.h"

namespace opta {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kSource = "opta";
constexpr const char* kKeysAnnotation = "opta.dev/keys";
constexpr std::size_t kRevisionLength = 16;

std::string version_key(const std::string& input) {
  return input + ".version";
}

std::optional<std::string> text_of(const InputValues& inputs, const std::string& key) {
  const auto found = inputs.find(key);
  if (found == inputs.end()) return std::nullopt;
  const Json value = Json::parse(found->second, nullptr, false);
  if (value.is_null()) return std::string();
  return value.is_string() ? value.get<std::string>() : value.dump();
}

bool is_secret(const ReleaseSecret& secret, const std::string& input) {
  return std::ranges::find(secret.secret_inputs, input) != secret.secret_inputs.end();
}

// Puts a text together; `part_text` gives what an input's key stands for. Nothing when one is not
// known.
using PartText = std::function<Result<std::optional<std::string>>(const std::string& key)>;

Result<std::optional<std::string>> composed(const Value& value, const PartText& part_text) {
  if (value.kind != ValueKind::kTemplate) return value.text;
  std::string text;
  for (const TemplatePart& part : value.parts) {
    if (part.expression.empty()) {
      text += part.text;
      continue;
    }
    const std::optional<std::string> filled = OPTA_TRY(part_text(part.expression));
    if (!filled) return std::nullopt;
    text += *filled;
  }
  return text;
}

// What the Secret is made of, without a value of a secret. Nothing while a part is unknown.
std::optional<std::string> revision_of(const ReleaseSecret& secret, const InputValues& inputs) {
  Json parts = Json::object();
  for (const Entry& entry : secret.entries) {
    const auto text =
        composed(entry.value, [&](const std::string& key) -> Result<std::optional<std::string>> {
          const auto value = text_of(inputs, key);
          if (!value || !is_secret(secret, key)) return value;
          const auto version = text_of(inputs, version_key(key));
          const auto place = aws::decode_secret_place(*value);
          if (!version || !place) return std::optional<std::string>();
          return fmt::format("{}:{}:{}", place->arn, place->key, *version);
        });
    if (!text || !*text) return std::nullopt;
    parts[entry.key] = **text;
  }
  return sha256_hex(parts.dump(-1, ' ', false, Json::error_handler_t::replace))
      .substr(0, kRevisionLength);
}

std::string json_text(const std::string& text) {
  return Json(text).dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::string keys_of(const ReleaseSecret& secret) {
  std::vector<std::string> keys;
  for (const Entry& entry : secret.entries) keys.push_back(entry.key);
  return join(keys, ",");
}

std::map<std::string, std::string> labels_of(const std::string& layer, const Release& release) {
  return {{"app.kubernetes.io/managed-by", "opta"},
          {kLayerLabel, layer},
          {kReleaseLabel, release.name}};
}

}  // namespace

Step<void> add_secret_revisions(EngineRoom& room, InputValues& inputs) {
  std::map<std::string, std::string> versions;  // by ARN
  std::optional<aws::Cli> cli;
  for (const Release& release : room.stack().releases) {
    if (!release.secret) continue;
    for (const std::string& key : release.secret->secret_inputs) {
      const auto text = text_of(inputs, key);
      const auto place = text ? aws::decode_secret_place(*text) : std::nullopt;
      if (!place) continue;
      if (!versions.contains(place->arn)) {
        if (!cli) {
          auto found = room.aws_cli();
          if (!found) return tl::make_unexpected(found.error());
          cli.emplace(*std::move(found));
        }
        const auto version = aws::current_secret_version(*cli, place->arn);
        if (!version) return tl::make_unexpected(room.fail(Code::kSecret, version.error()));
        if (version->failure) {
          return tl::make_unexpected(room.fail_aws(Code::kSecret, *version->failure));
        }
        versions[place->arn] = version->text;
      }
      inputs[version_key(key)] = json_text(versions[place->arn]);
    }
    if (const auto revision = revision_of(*release.secret, inputs)) {
      inputs[release.secret->revision_input] = json_text(*revision);
    }
  }
  return {};
}

KubeObject secret_object(const std::string& layer, const Release& release,
                         const InputValues& inputs) {
  KubeObject object{.api_version = "v1",
                    .kind = "Secret",
                    .object_namespace = release.release_namespace,
                    .name = release.secret->name,
                    .source = kSource};
  for (const auto& [key, value] : labels_of(layer, release)) {
    object.fields[fmt::format("metadata.labels[\"{}\"]", key)] = {.text = json_text(value)};
  }
  object.fields[fmt::format("metadata.annotations[\"{}\"]", kKeysAnnotation)] = {
      .text = json_text(keys_of(*release.secret))};
  const auto revision = text_of(inputs, release.secret->revision_input);
  object.fields[fmt::format("metadata.annotations[\"{}\"]", kRevisionAnnotation)] = {
      .text = revision ? json_text(*revision) : std::string(), .known_after_apply = !revision};
  return object;
}

bool is_release_secret(const KubeObject& object) {
  return object.kind == "Secret" && object.source == kSource;
}

Result<std::string> secret_manifest(const aws::Cli& cli, const std::string& layer,
                                    const Release& release, const InputValues& inputs) {
  const ReleaseSecret& secret = *release.secret;
  std::map<std::string, std::string> values;  // by input, each asked for once
  const auto part_text = [&](const std::string& key) -> Result<std::optional<std::string>> {
    const auto text = text_of(inputs, key);
    if (!text || !is_secret(secret, key)) return text;
    if (const auto known = values.find(key); known != values.end()) return known->second;
    const auto place = aws::decode_secret_place(*text);
    const auto version = text_of(inputs, version_key(key));
    if (!place || !version) return std::optional<std::string>();
    aws::SecretAnswer answer = OPTA_TRY(aws::secret_value(cli, *place, *version));
    if (answer.failure) return fail(answer.failure->message);
    return values[key] = std::move(answer.text);
  };
  Json data = Json::object();
  for (const Entry& entry : secret.entries) {
    const std::optional<std::string> text = OPTA_TRY(composed(entry.value, part_text));
    if (!text) {
      return fail(fmt::format("what `{}` is made of is not in the layer's state", entry.key));
    }
    data[entry.key] = base64_encoded(*text);
  }
  const Json manifest = {
      {"apiVersion", "v1"},
      {"kind", "Secret"},
      {"type", secret.type},
      {"metadata",
       {{"name", secret.name},
        {"namespace", release.release_namespace},
        {"labels", labels_of(layer, release)},
        {"annotations",
         {{kKeysAnnotation, keys_of(secret)},
          {kRevisionAnnotation, text_of(inputs, secret.revision_input).value_or("")}}}}},
      {"data", data}};
  return manifest.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace opta
