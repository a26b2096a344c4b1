#include "app/gone_releases.h"

#include <algorithm>

#include <nlohmann/json.hpp>

namespace opta {

std::vector<ReleaseName> gone_releases(const Plan& plan, const Stack& stack) {
  std::vector<ReleaseName> gone;
  const auto output = std::ranges::find(plan.outputs, kReleasesOutput, &OutputChange::name);
  if (output == plan.outputs.end() || output->before.empty()) return gone;
  const auto before = nlohmann::json::parse(output->before, nullptr, false);
  for (const nlohmann::json& item : before) {
    if (!item.is_string()) continue;
    const std::string text = item.get<std::string>();
    const std::size_t slash = text.find('/');
    if (slash == std::string::npos) continue;
    ReleaseName name{text.substr(0, slash), text.substr(slash + 1)};
    const bool stays = std::ranges::any_of(stack.releases, [&](const Release& release) {
      return release.name == name.name && release.release_namespace == name.release_namespace;
    });
    if (!stays) gone.push_back(std::move(name));
  }
  std::ranges::reverse(gone);  // last installed, first removed
  return gone;
}

}  // namespace opta
