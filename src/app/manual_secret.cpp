#include "app/manual_secret.h"

#include <nlohmann/json.hpp>

#include "app/cluster_labels.h"
#include "base/base64.h"
#include "emit/stack.h"
#include "exec/kubectl/create.h"
#include "exec/kubectl/get.h"
#include "exec/kubectl/namespace.h"
#include "exec/kubectl/patch.h"

namespace opta {

namespace {

using Json = nlohmann::ordered_json;

Json data_of(const SecretChanges& changes, bool with_gone) {
  Json data = Json::object();
  for (const auto& [name, value] : changes) {
    if (value) {
      data[name] = base64_encoded(*value);
    } else if (with_gone) {
      data[name] = nullptr;
    }
  }
  return data;
}

tl::unexpected<Exit> refused(const CloudRoom& room, const Result<ClusterOutcome>& outcome) {
  return tl::make_unexpected(outcome ? fail_cluster(room, *outcome->failure)
                                     : room.fail(Code::kClusterCommand, outcome.error()));
}

}  // namespace

std::optional<SecretValues> decode_secret(std::string_view json_text) {
  const Json json = Json::parse(json_text, nullptr, false);
  const Json* secret = &json;
  if (json.is_object() && json.contains("items")) {
    if (!json["items"].is_array() || json["items"].empty()) return std::nullopt;
    secret = &json["items"].front();
  }
  if (!secret->is_object() || secret->value("kind", "") != "Secret") return std::nullopt;
  SecretValues values;
  if (!secret->contains("data") || !(*secret)["data"].is_object()) return values;
  for (const auto& [name, text] : (*secret)["data"].items()) {
    if (!text.is_string()) continue;
    values[name] = base64_decoded(text.get<std::string>()).value_or(std::string());
  }
  return values;
}

std::string secret_patch(const SecretChanges& changes) {
  return Json{{"data", data_of(changes, true)}}.dump() + '\n';
}

std::string new_secret(const std::string& layer, const std::string& release_namespace,
                       const SecretChanges& changes) {
  const Json manifest = {
      {"apiVersion", "v1"},
      {"kind", "Secret"},
      {"type", "Opaque"},
      {"metadata",
       {{"name", kManualSecret},
        {"namespace", release_namespace},
        // No release's label: it would be taken for a Secret that an apply writes.
        {"labels", {{"app.kubernetes.io/managed-by", "opta"}, {kLayerLabel, layer}}}}},
      {"data", data_of(changes, false)}};
  return manifest.dump() + '\n';
}

Step<SecretValues> read_manual_secret(const CloudRoom& room, const kubectl::Context& cluster,
                                      const std::string& release_namespace) {
  const auto answer = kubectl::get_objects(cluster, {{.api_version = "v1",
                                                      .kind = "Secret",
                                                      .object_namespace = release_namespace,
                                                      .name = kManualSecret}});
  if (!answer) return tl::make_unexpected(room.fail(Code::kClusterCommand, answer.error()));
  if (answer->failure) return tl::make_unexpected(fail_cluster(room, *answer->failure));
  return decode_secret(answer->text).value_or(SecretValues());
}

Step<void> change_manual_secret(const Services& services, const kubectl::Context& cluster,
                                const Service& service, const SecretChanges& changes) {
  const CloudRoom& room = services.room();
  const auto patch = [&] {
    return kubectl::patch(
        cluster, secret_patch(changes),
        {.type = "secret", .name = kManualSecret, .object_namespace = service.release_namespace});
  };
  const auto is_missing = [](const Result<ClusterOutcome>& outcome) {
    return outcome && outcome->failure && outcome->failure->kind == ClusterFailureKind::kNotFound;
  };
  auto outcome = patch();
  if (is_missing(outcome)) {
    const std::string manifest = new_secret(room.layer().name, service.release_namespace, changes);
    outcome = kubectl::create(cluster, manifest);
    if (is_missing(outcome)) {  // the namespace, then: the service was never applied
      const auto labels = namespace_labels(services.releases(), service.release_namespace);
      outcome = kubectl::apply_namespace(
          cluster, {.name = service.release_namespace, .labels = {labels.begin(), labels.end()}});
      if (!outcome || outcome->failure) return refused(room, outcome);
      outcome = kubectl::create(cluster, manifest);
    }
    // Somebody else has made it in between.
    if (outcome && outcome->failure && outcome->failure->message.contains("AlreadyExists"))
      outcome = patch();
  }
  if (!outcome || outcome->failure) return refused(room, outcome);
  return {};
}

}  // namespace opta
