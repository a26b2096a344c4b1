#include "base/memory_file_system.h"

#include <algorithm>
#include <cerrno>

#include <fmt/format.h>

namespace opta {

namespace {

std::string key(std::string_view path) {
  std::string text = normal_path(path);
  while (text.size() > 1 && text.back() == '/') text.pop_back();
  return text;
}

std::string folder_prefix(std::string_view folder) {
  std::string prefix = key(folder);
  if (prefix == ".") return {};
  if (prefix.back() != '/') prefix += '/';
  return prefix;
}

}  // namespace

Result<std::string> MemoryFileSystem::read(const std::string& path,
                                           std::uint64_t limit_bytes) const {
  const auto found = files_.find(key(path));
  if (found == files_.end()) {
    const bool folder = kind(path) == FileKind::kFolder;
    return fail_os(fmt::format("cannot open `{}`", path), folder ? EISDIR : ENOENT);
  }
  if (found->second.size() > limit_bytes) {
    return fail(fmt::format("`{}` is larger than {} bytes", path, limit_bytes), {}, EFBIG);
  }
  return found->second;
}

Status MemoryFileSystem::write(const std::string& path, std::string_view content, unsigned) {
  files_[key(path)] = std::string(content);
  return {};
}

FileKind MemoryFileSystem::kind(const std::string& path) const {
  if (files_.contains(key(path))) return FileKind::kFile;
  const std::string prefix = folder_prefix(path);
  const auto next = files_.lower_bound(prefix);
  return next != files_.end() && next->first.starts_with(prefix) ? FileKind::kFolder
                                                                 : FileKind::kMissing;
}

Result<std::vector<std::string>> MemoryFileSystem::list(const std::string& folder) const {
  if (kind(folder) != FileKind::kFolder)
    return fail_os(fmt::format("cannot list `{}`", folder), ENOENT);
  const std::string prefix = folder_prefix(folder);
  std::vector<std::string> names;
  for (auto at = files_.lower_bound(prefix); at != files_.end() && at->first.starts_with(prefix);
       ++at) {
    std::string name = at->first.substr(prefix.size());
    name = name.substr(0, name.find('/'));
    if (names.empty() || names.back() != name) names.push_back(std::move(name));
  }
  return names;
}

Status MemoryFileSystem::make_folders(const std::string&) {
  return {};
}

Status MemoryFileSystem::remove_all(const std::string& path) {
  files_.erase(key(path));
  const std::string prefix = folder_prefix(path);
  std::erase_if(files_, [&](const auto& entry) { return entry.first.starts_with(prefix); });
  return {};
}

Result<std::string> MemoryFileSystem::canonical(const std::string& path) const {
  if (kind(path) == FileKind::kMissing)
    return fail_os(fmt::format("cannot find `{}`", path), ENOENT);
  return key(path);
}

}  // namespace opta
