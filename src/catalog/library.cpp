#include "catalog/library.h"

#include <charconv>

#include <fmt/format.h>

#include "base/check.h"
#include "base/memory_file_system.h"

extern "C" const char opta_library_begin[];
extern "C" const char opta_library_end[];

namespace opta {

namespace {

constexpr std::uint64_t kFileBytesMax = 4u << 20;

std::string_view take_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  OPTA_ASSERT(end != std::string_view::npos);
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return line;
}

// The archive's format is written by cmake/pack.py.
std::unique_ptr<FileSystem> open_embedded() {
  auto library = std::make_unique<MemoryFileSystem>();
  std::string_view rest(opta_library_begin,
                        static_cast<std::size_t>(opta_library_end - opta_library_begin));
  while (!rest.empty()) {
    const std::string path(take_line(rest));
    const std::string_view digits = take_line(rest);
    std::size_t length = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), length);
    OPTA_ASSERT(length <= rest.size());
    OPTA_ASSERT(library->write(path, rest.substr(0, length)).has_value());
    rest.remove_prefix(length);
  }
  return library;
}

Status copy_folder(const FileSystem& disk, const std::string& root, const std::string& folder,
                   FileSystem& library) {
  for (const std::string& name : OPTA_TRY(disk.list(join_path(root, folder)))) {
    if (name == ".terraform" || name == "__pycache__") continue;
    const std::string path = join_path(folder, name);
    if (disk.kind(join_path(root, path)) == FileKind::kFolder) {
      OPTA_CHECK_OK(copy_folder(disk, root, path, library));
    } else {
      OPTA_CHECK_OK(library.write(path, OPTA_TRY(disk.read(join_path(root, path), kFileBytesMax))));
    }
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<FileSystem>> open_library(const std::string& folder) {
  if (folder.empty()) return open_embedded();
  auto library = std::make_unique<MemoryFileSystem>();
  const RealFileSystem disk;
  for (const char* part : {"modules", "charts", "sandbox"}) {
    if (auto copied = copy_folder(disk, folder, part, *library); !copied) {
      return fail(copied.error().message,
                  "OPTA_LIBRARY names a folder that holds `modules`, `charts` and `sandbox`");
    }
  }
  return library;
}

}  // namespace opta
