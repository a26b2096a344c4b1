#include "app/generated_folder.h"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#include "base/text.h"
#include "layer/user_files.h"

namespace opta {

namespace {

constexpr std::uint64_t kMarkerBytesMax = 64U << 20U;
constexpr std::uint64_t kFileBytesMax = 64U << 20U;
constexpr std::string_view kOwnerLine = "# opta ";

// A marker is a file like others, and may say what it likes: `.` would be the whole folder.
bool names_inside(const std::string& path) {
  return !path.empty() && path.front() != '/' && path != "." && path != ".." &&
         !path.starts_with("../") && normal_path(path) == path;
}

}  // namespace

Result<GeneratedFolder> GeneratedFolder::open(FileSystem& disk, std::string path) {
  GeneratedFolder folder(disk, std::move(path));
  if (disk.kind(folder.path_) == FileKind::kMissing) return folder;
  const std::vector<std::string> names = OPTA_TRY(disk.list(folder.path_));
  folder.empty_ = names.empty();
  folder.ours_ = std::ranges::find(names, kGeneratedMarker) != names.end();
  if (!folder.ours_) return folder;
  std::istringstream lines(
      OPTA_TRY(disk.read(join_path(folder.path_, kGeneratedMarker), kMarkerBytesMax)));
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(kOwnerLine)) {
      folder.owner_ = line.substr(kOwnerLine.size());
    } else if (names_inside(line)) {
      folder.files_.push_back(line);
    }
  }
  return folder;
}

std::string GeneratedFolder::read(const std::string& file) const {
  return disk_->read(join_path(path_, file), kFileBytesMax).value_or(std::string());
}

bool GeneratedFolder::is_file_of_ours(const std::string& file) const {
  return std::ranges::find(files_, file) != files_.end();
}

Result<WrittenFiles> GeneratedFolder::write(const std::vector<GeneratedFile>& files,
                                            const std::string& owner) {
  for (const GeneratedFile& file : files) {
    if (is_file_of_ours(file.path)) continue;
    if (disk_->kind(join_path(path_, file.path)) != FileKind::kMissing) {
      return fail(fmt::format("`{}` is there, and opta did not write it",
                              printable(join_path(path_, file.path))),
                  "it is never overwritten: move it away, or name another folder");
    }
  }
  for (const GeneratedFile& file : files) OPTA_CHECK_OK(check_inside(file.path));
  for (const std::string& file : files_) OPTA_CHECK_OK(check_inside(file));
  WrittenFiles written{.count = files.size()};
  std::string marker = fmt::format("{}{}\n", kOwnerLine, owner);
  for (const GeneratedFile& file : files) marker += file.path + "\n";
  // Before the files: what is cut short half-way is still known to be ours.
  std::string both = marker;
  for (const std::string& file : files_) both += file + "\n";
  OPTA_CHECK_OK(disk_->write(join_path(path_, kGeneratedMarker), both));
  for (const GeneratedFile& file : files) {
    const std::string path = join_path(path_, file.path);
    const auto before = disk_->read(path, kFileBytesMax);
    if (before && *before == file.content) continue;
    OPTA_CHECK_OK(disk_->write(path, file.content));
    written.changed.push_back(file.path);
  }
  for (const std::string& file : files_) {
    if (std::ranges::find(files, file, &GeneratedFile::path) != files.end()) continue;
    // We write files, so a folder of that name is somebody else's.
    if (disk_->kind(join_path(path_, file)) != FileKind::kFile) continue;
    OPTA_CHECK_OK(remove(file));
    written.removed.push_back(file);
  }
  OPTA_CHECK_OK(disk_->write(join_path(path_, kGeneratedMarker), marker));
  return written;
}

// Never through a link that leads out of the folder.
Status GeneratedFolder::check_inside(const std::string& file) const {
  if (disk_->kind(path_) == FileKind::kMissing) return {};
  const std::string top = OPTA_TRY(disk_->canonical(path_));
  std::string below = parent_folder(file);
  while (below != "." && disk_->kind(join_path(path_, below)) == FileKind::kMissing) {
    below = parent_folder(below);
  }
  const std::string folder = join_path(path_, below);
  const std::string real = OPTA_TRY(disk_->canonical(folder));
  if (real == top || real.starts_with(top + "/")) return {};
  return fail(fmt::format("`{}` leads out of the folder", printable(folder)),
              "opta writes nothing and takes nothing away behind a link: remove the link");
}

// With the folders that are empty then.
Status GeneratedFolder::remove(const std::string& file) {
  OPTA_CHECK_OK(disk_->remove_all(join_path(path_, file)));
  for (std::string below = parent_folder(file); below != "."; below = parent_folder(below)) {
    const std::string folder = join_path(path_, below);
    const std::vector<std::string> left = OPTA_TRY(disk_->list(folder));
    if (!left.empty()) break;
    OPTA_CHECK_OK(disk_->remove_all(folder));
  }
  return {};
}

}  // namespace opta
