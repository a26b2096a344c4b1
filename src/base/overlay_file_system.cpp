#include "base/overlay_file_system.h"

#include <algorithm>

#include <fmt/format.h>

namespace opta {

namespace {

Status refuse(const std::string& path) {
  return fail(fmt::format("`{}` cannot be changed here", path));
}

}  // namespace

const std::string* OverlayFileSystem::find(const std::string& path) const {
  const std::string normal = normal_path(path);
  asked_for_.insert(normal);
  const auto found = files_.find(normal);
  return found == files_.end() ? nullptr : &found->second;
}

Result<std::string> OverlayFileSystem::read(const std::string& path,
                                            std::uint64_t limit_bytes) const {
  const std::string* text = find(path);
  if (text == nullptr) return disk_.read(path, limit_bytes);
  if (text->size() > limit_bytes)
    return fail(fmt::format("`{}` is larger than {} bytes", path, limit_bytes));
  return *text;
}

FileKind OverlayFileSystem::kind(const std::string& path) const {
  return find(path) != nullptr ? FileKind::kFile : disk_.kind(path);
}

Result<std::vector<std::string>> OverlayFileSystem::list(const std::string& folder) const {
  asked_for_.insert(normal_path(folder));
  auto names = disk_.list(folder);
  if (!names) return names;
  for (const auto& [path, text] : files_) {
    if (parent_folder(path) != normal_path(folder)) continue;
    const std::string name = path.substr(path.rfind('/') + 1);
    const auto place = std::ranges::lower_bound(*names, name);
    if (place == names->end() || *place != name) names->insert(place, name);
  }
  return names;
}

Result<std::string> OverlayFileSystem::canonical(const std::string& path) const {
  auto result = disk_.canonical(path);
  if (!result && find(path) != nullptr) return normal_path(path);
  return result;
}

Status OverlayFileSystem::write(const std::string& path, std::string_view, unsigned) {
  return refuse(path);
}

Status OverlayFileSystem::make_folders(const std::string& folder) {
  return refuse(folder);
}

Status OverlayFileSystem::remove_all(const std::string& path) {
  return refuse(path);
}

}  // namespace opta
