#include "app/declared_secrets.h"

#include <algorithm>

#include <fmt/format.h>

#include "app/manual_secret.h"
#include "layer/secrecy.h"

namespace opta {

std::vector<DeclaredSecret> declared_secrets(const ModuleUse& use) {
  std::vector<DeclaredSecret> declared;
  const Value* value = use.find_argument("secrets");
  if (value == nullptr) return declared;
  for (const Value& item : value->items) {
    if (item.kind == ValueKind::kString) declared.push_back({item.text, item.span});
  }
  return declared;
}

std::set<std::string, std::less<>> given_variables(const ModuleUse& use, const Release& release) {
  std::set<std::string, std::less<>> names;
  if (const Value* variables = use.find_argument("env_vars")) {
    for (const auto& [name, value] : named_values(*variables)) names.emplace(name);
  }
  if (release.secret) {
    for (const Entry& entry : release.secret->entries) names.insert(entry.key);
  }
  return names;
}

Step<void> warn_of_missing_secrets(EngineRoom& room, const ClusterForecast& forecast) {
  if (forecast.unreachable) return {};
  Diagnostics& diagnostics = room.front().diagnostics;
  for (const Service& service : services_of(room.layer(), room.stack().releases)) {
    const ModuleUse& use = *room.layer().find_module(service.module);
    const std::vector<DeclaredSecret> declared = declared_secrets(use);
    if (declared.empty()) continue;
    const auto release = std::ranges::find(room.stack().releases, service.module, &Release::module);
    const auto given = given_variables(use, *release);
    SecretValues set;
    if (forecast.cluster) {
      auto read = read_manual_secret(room, *forecast.cluster, service.release_namespace);
      if (!read) return tl::make_unexpected(read.error());
      set = *std::move(read);
    }
    for (const DeclaredSecret& secret : declared) {
      if (set.contains(secret.name) || given.contains(secret.name)) continue;
      diagnostics.report(
          Code::kSecretMissing, secret.span,
          fmt::format("the secret `{}` has no value yet", secret.name),
          forecast.cluster
              ? fmt::format("`opta secret update {}{}` asks for it; containers start without it",
                            secret.name, room.is_sandbox() ? " --sandbox" : "")
              : std::string("set it with `opta secret update` when the cluster is there"));
    }
  }
  room.front().show_warnings();
  return {};
}

}  // namespace opta
