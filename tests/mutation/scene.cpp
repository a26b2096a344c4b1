#include "scene.h"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "app/rendering_cache.h"
#include "base/file_system.h"
#include "base/text.h"
#include "prove/configuration.h"

namespace opta::prove::mutation {

namespace {

constexpr std::uint64_t kFileBytesMax = 256U << 20U;

Result<json> read_json(const std::string& path) {
  const auto text = RealFileSystem().read(path, kFileBytesMax);
  if (!text) return tl::unexpected(text.error());
  json parsed = json::parse(*text, nullptr, false);
  if (parsed.is_discarded()) return fail(fmt::format("{} is no JSON", path));
  return parsed;
}

void drop_managed(json& module) {
  if (auto resources = module.find("resources"); resources != module.end()) {
    json data = json::array();
    for (json& resource : *resources) {
      if (resource.value("mode", "") == "data") data.push_back(std::move(resource));
    }
    *resources = std::move(data);
  }
  if (auto children = module.find("child_modules"); children != module.end()) {
    for (json& child : *children) drop_managed(child);
  }
}

// Without what no promise reads, so that a copy for each mutant costs little.
void slim(json& plan) {
  for (const char* name : {"planned_values", "resource_drift", "output_changes",
                           "relevant_attributes", "checks", "timestamp"})
    plan.erase(name);
  for (json& item : plan["resource_changes"]) {
    for (const char* name : {"before", "before_sensitive"}) item["change"].erase(name);
  }
  if (plan.contains("/prior_state/values/root_module"_json_pointer))
    drop_managed(plan["prior_state"]["values"]["root_module"]);
}

// `more` stands in the same account: the modules have names of their own.
void merge(json& plan, const json& more) {
  for (const json& item : more["resource_changes"]) plan["resource_changes"].push_back(item);
  json& calls = plan["configuration"]["root_module"]["module_calls"];
  calls.update(more["configuration"]["root_module"]["module_calls"]);
  const auto data = "/prior_state/values/root_module/child_modules"_json_pointer;
  if (!more.contains(data)) return;
  for (const json& child : more[data]) plan[data].push_back(child);
}

Result<std::vector<HelmRelease>> read_releases(const std::string& folder, std::string_view name) {
  auto listed = read_json(join_path(folder, fmt::format("{}.releases.json", name)));
  if (!listed) return tl::unexpected(listed.error());
  std::vector<HelmRelease> releases;
  for (const json& item : *listed) {
    HelmRelease release{.name = item.at("name"),
                        .release_namespace = item.at("namespace"),
                        .module = item.at("module"),
                        .chart = {.name = item.at("chart").at("name"),
                                  .repository = item.at("chart").at("repository"),
                                  .version = item.at("chart").at("version")},
                        .digest = item.at("digest")};
    const std::string path = join_path(folder, item.at("rendering").get<std::string>());
    const auto kept = read_json(path);
    if (!kept) return tl::unexpected(kept.error());
    auto objects = read_rendering(RealFileSystem(), path, kept->value("key", ""));
    if (!objects) return fail(fmt::format("{} is no rendering", path));
    release.objects = *std::move(objects);
    releases.push_back(std::move(release));
  }
  return releases;
}

}  // namespace

std::vector<std::string> Scene::addresses(const std::vector<std::string_view>& types) const {
  std::vector<std::string> found;
  for (const json& item : plan["resource_changes"]) {
    const bool is_asked = std::ranges::find(types, item["type"].get<std::string>()) != types.end();
    if (is_asked && item["mode"] == "managed" && !item["change"]["after"].is_null())
      found.push_back(item["address"]);
  }
  return found;
}

const json& Scene::item(const std::string& address) const {
  for (const json& item : plan["resource_changes"]) {
    if (item["address"] == address) return item;
  }
  throw std::out_of_range("there is no " + address);
}

json& Scene::item(const std::string& address) {
  return const_cast<json&>(std::as_const(*this).item(address));
}

const json& Scene::after(const std::string& address) const {
  return item(address)["change"]["after"];
}

json& Scene::module_of(const std::string& address) {
  json* module = &plan["configuration"]["root_module"];
  std::string_view rest = address;
  while (rest.starts_with("module.")) {
    rest.remove_prefix(std::string_view("module.").size());
    const std::string call(rest.substr(0, rest.find_first_of(".[")));
    module = &(*module)["module_calls"][call]["module"];
    rest.remove_prefix(rest.find('.') + 1);
  }
  return *module;
}

Result<Scenes> load_scenes(const std::string& folder) {
  Scenes scenes;
  for (const char* name : {"before", "after", "service"}) {
    auto plan = read_json(join_path(folder, fmt::format("{}.json", name)));
    if (!plan) return tl::unexpected(plan.error());
    const bool is_service = std::string_view(name) == "service";
    auto releases = read_releases(folder, is_service ? "service" : "environment");
    if (!releases) return tl::unexpected(releases.error());
    scenes.good.push_back({name, *std::move(plan), *std::move(releases)});
    slim(scenes.good.back().plan);
  }
  scenes.before = scenes.good[0];
  scenes.whole = scenes.good[1];
  scenes.whole.name = "whole";
  merge(scenes.whole.plan, scenes.good[2].plan);
  for (const HelmRelease& release : scenes.good[2].releases)
    scenes.whole.releases.push_back(release);
  scenes.good.push_back(scenes.whole);
  return scenes;
}

}  // namespace opta::prove::mutation
