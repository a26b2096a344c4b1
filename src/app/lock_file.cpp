#include "app/lock_file.h"

#include <functional>
#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <re2/re2.h>

#include "app/places.h"
#include "base/file_lock.h"

namespace opta {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::uint64_t kFileBytesMax = 1U << 20U;
constexpr const char* kAbout =
    "Written by opta: exact versions. Commit this file beside the file that it belongs to.";
constexpr const char* kTerraformLock = ".terraform.lock.hcl";

std::string lock_path(const Layer& layer) {
  return join_path(parent_folder(layer.path), "opta.lock");
}

Result<Json> read_lock_file(const Env& env, const std::string& path) {
  if (env.disk.kind(path) == FileKind::kMissing) return Json::object();
  Json json = Json::parse(OPTA_TRY(env.disk.read(path, kFileBytesMax)), nullptr, false);
  if (!json.is_object()) {
    return fail(fmt::format("`{}` is not the JSON that opta wrote", path),
                "take it from your version control again, or remove it to choose versions anew");
  }
  return json;
}

// Lines, so that a change of one provider is a difference of a few lines.
Json to_lines(const std::string& text) {
  Json lines = Json::array();
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

// Layers that stand in one folder share the file, and `--all` runs them side by side: what another
// wrote in the meantime is not to be lost.
Status change_lock_file(Env& env, const Layer& layer, const std::function<bool(Json&)>& change) {
  // On a disk without locks it is written all the same, as it is for a layer alone.
  const Result<UniqueFd> alone =
      wait_for_file_lock(join_path(opta_folder(env, layer), "opta.lock.guard"));
  Json json = OPTA_TRY(read_lock_file(env, lock_path(layer)));
  if (!change(json)) return {};
  json["about"] = kAbout;
  return env.disk.write(lock_path(layer), json.dump(2) + "\n");
}

}  // namespace

Status restore_lock(Env& env, const Layer& layer, const std::string& root) {
  const Json json = OPTA_TRY(read_lock_file(env, lock_path(layer)));
  std::string text;
  const Json lines =
      json.contains("terraform_providers") ? json["terraform_providers"] : Json::array();
  for (const Json& line : lines) {
    if (!lines.is_array() || !line.is_string()) {
      return fail("`terraform_providers` in `opta.lock` is not a list of lines",
                  "take the file from your version control again, or remove it");
    }
    text += line.get<std::string>() + "\n";
  }
  if (text.empty()) return {};
  return env.disk.write(join_path(root, kTerraformLock), text);
}

Status keep_lock(Env& env, const Layer& layer, const std::string& root) {
  const Json lines =
      to_lines(OPTA_TRY(env.disk.read(join_path(root, kTerraformLock), kFileBytesMax)));
  return change_lock_file(env, layer, [&lines](Json& json) {
    if (json.contains("terraform_providers") && json["terraform_providers"] == lines) return false;
    json["terraform_providers"] = lines;
    return true;
  });
}

std::vector<LockedProvider> locked_providers(const Env& env, const std::string& root) {
  static const RE2 block(R"re((?m)^provider "(?:[^"/]+/)?([^"]+)" \{\s+version\s*=\s*"([^"]+)")re");
  const std::string text =
      env.disk.read(join_path(root, kTerraformLock), kFileBytesMax).value_or(std::string());
  std::vector<LockedProvider> providers;
  re2::StringPiece rest(text);
  LockedProvider provider;
  while (RE2::FindAndConsume(&rest, block, &provider.name, &provider.version))
    providers.push_back(provider);
  return providers;
}

Result<std::string> locked_chart(const Env& env, const Layer& layer, const std::string& name,
                                 const std::string& version) {
  const Json json = OPTA_TRY(read_lock_file(env, lock_path(layer)));
  const std::string key = name + "-" + version;
  if (!json.contains("charts") || !json["charts"].is_object() || !json["charts"].contains(key)) {
    return std::string();
  }
  const Json& digest = json["charts"][key];
  return digest.is_string() ? digest.get<std::string>() : std::string("unreadable");
}

Status lock_chart(Env& env, const Layer& layer, const std::string& name, const std::string& version,
                  const std::string& digest) {
  return change_lock_file(env, layer, [&](Json& json) {
    if (!json.contains("charts") || !json["charts"].is_object()) json["charts"] = Json::object();
    json["charts"][name + "-" + version] = digest;
    return true;
  });
}

}  // namespace opta
