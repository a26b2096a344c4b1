#include "catalog/terraform_types.h"

#include <algorithm>
#include <iterator>

#include <nlohmann/json.hpp>
#include <re2/re2.h>

namespace opta {

namespace {

std::string key_of(std::string_view kind, const std::string& type) {
  return kind == "resource" ? type : std::string(kind) + "." + type;
}

bool is_folder(std::string_view source) {
  return source.starts_with("./") || source.starts_with("../");
}

TerraformTypes types_in_hcl(const std::string& text) {
  static const RE2 block(
      R"re((?m)^\s*(resource|data|ephemeral)\s+"?([A-Za-z0-9_-]+)"?\s+"?[A-Za-z0-9_-]+"?\s*\{)re");
  static const RE2 call(
      R"re((?ms)^\s*module\s+"?[A-Za-z0-9_-]+"?\s*\{.*?^\s*source\s*=\s*"([^"]+)")re");
  TerraformTypes found;
  std::string kind, type, source;
  for (re2::StringPiece rest(text); RE2::FindAndConsume(&rest, block, &kind, &type);)
    found.types.push_back(key_of(kind, type));
  for (re2::StringPiece rest(text); RE2::FindAndConsume(&rest, call, &source);) {
    if (!is_folder(source)) found.remote_modules.push_back(source);
  }
  return found;
}

TerraformTypes types_in_json(const std::string& text) {
  TerraformTypes found;
  const auto json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) return found;
  for (const char* kind : {"resource", "data", "ephemeral"}) {
    const auto types = json.find(kind);
    if (types == json.end() || !types->is_object()) continue;
    for (const auto& [type, bodies] : types->items()) found.types.push_back(key_of(kind, type));
  }
  const auto modules = json.find("module");
  if (modules == json.end() || !modules->is_object()) return found;
  for (const auto& [name, body] : modules->items()) {
    const auto source = body.is_object() ? body.find("source") : body.end();
    if (source == body.end() || !source->is_string()) continue;
    if (!is_folder(source->get<std::string>())) found.remote_modules.push_back(*source);
  }
  return found;
}

}  // namespace

void TerraformTypes::append(TerraformTypes other) {
  std::ranges::move(other.types, std::back_inserter(types));
  std::ranges::move(other.remote_modules, std::back_inserter(remote_modules));
}

TerraformTypes terraform_types(std::string_view file, const std::string& text) {
  if (file.ends_with(".tf")) return types_in_hcl(text);
  if (file.ends_with(".tf.json")) return types_in_json(text);
  return {};
}

// NOLINTNEXTLINE(misc-no-recursion): as deep as a module's folders
TerraformTypes terraform_types_in(const FileSystem& library, const std::string& folder) {
  constexpr std::uint64_t kFileBytesMax = 4U << 20U;
  TerraformTypes found;
  for (const std::string& name : library.list(folder).value_or(std::vector<std::string>())) {
    const std::string path = join_path(folder, name);
    found.append(library.kind(path) == FileKind::kFolder
                     ? terraform_types_in(library, path)
                     : terraform_types(name, library.read(path, kFileBytesMax).value_or("")));
  }
  return found;
}

}  // namespace opta
