#include "app/imports.h"

#include <algorithm>
#include <optional>

#include <nlohmann/json.hpp>

namespace opta {

namespace {

using Json = nlohmann::ordered_json;
using terraform::EngineDiagnostic;

constexpr std::uint64_t kFileBytesMax = 16U << 20U;

std::string text_of(const std::vector<Import>& imports) {
  Json blocks = Json::array();
  for (const Import& import : imports)
    blocks.push_back({{"to", import.address}, {"id", import.id}});
  return Json{{"import", blocks}}.dump(2) + "\n";
}

bool is_about_imports(const EngineDiagnostic& diagnostic, const char* file) {
  const auto speaks = [](const std::string& text) {
    return text.contains("import") || text.contains("Import");
  };
  return diagnostic.severity == Severity::kError &&
         ((diagnostic.range && diagnostic.range->file == file) || speaks(diagnostic.summary) ||
          speaks(diagnostic.detail));
}

// The last block that begins at or before the place.
const Import* at_place(const std::vector<Import>& imports, std::size_t offset) {
  const std::string text = text_of(imports);
  const Import* found = nullptr;
  std::size_t position = 0;
  for (const Import& import : imports) {
    position = text.find(Json(import.address).dump(), position);
    if (position == std::string::npos || position > offset) break;
    found = &import;
  }
  return found;
}

// The import that the words are about. Addresses can begin alike: the longest counts.
const Import* named(const std::vector<Import>& imports, const EngineDiagnostic& diagnostic,
                    const char* file) {
  const Import* found = nullptr;
  // Terraform puts addresses into quotes, those within them behind a backslash, or neither.
  std::string detail = diagnostic.detail;
  std::erase(detail, '\\');
  for (const Import& import : imports) {
    const bool is_named = import.address == diagnostic.address || detail.contains(import.address);
    if (is_named && (found == nullptr || found->address.size() < import.address.size()))
      found = &import;
  }
  if (found == nullptr && diagnostic.range && diagnostic.range->file == file)
    return at_place(imports, diagnostic.range->begin_byte);
  return found;
}

}  // namespace

std::vector<Import> read_imports(const FileSystem& disk, const std::string& root) {
  std::vector<Import> imports;
  const auto text = disk.read(join_path(root, kImportsFile), kFileBytesMax);
  const Json file = Json::parse(text.value_or(std::string()), nullptr, false);
  if (!file.is_object() || !file.contains("import") || !file["import"].is_array()) return imports;
  for (const Json& block : file["import"]) {
    if (!block.is_object() || !block.contains("to") || !block.contains("id")) continue;
    if (!block["to"].is_string() || !block["id"].is_string()) continue;
    imports.push_back({block["to"].get<std::string>(), block["id"].get<std::string>()});
  }
  return imports;
}

Status write_imports(FileSystem& disk, const std::string& root, const std::vector<Import>& imports,
                     const char* file) {
  const std::string path = join_path(root, file);
  return imports.empty() ? disk.remove_all(path) : disk.write(path, text_of(imports));
}

std::vector<RefusedImport> take_refused(std::vector<Import>& imports,
                                        const std::vector<EngineDiagnostic>& diagnostics,
                                        const char* file) {
  std::vector<RefusedImport> refused;
  for (const EngineDiagnostic& diagnostic : diagnostics) {
    if (!is_about_imports(diagnostic, file)) continue;
    if (const Import* import = named(imports, diagnostic, file)) {
      const bool known =
          std::ranges::find(refused, *import, &RefusedImport::first) != refused.end();
      if (!known) refused.emplace_back(*import, diagnostic.summary);
    }
  }
  for (const auto& [import, reason] : refused) std::erase(imports, import);
  return refused;
}

}  // namespace opta
