#include "app/sandbox_folder.h"

#include "app/places.h"

namespace opta {

namespace {

constexpr std::uint64_t kFileBytesMax = 1u << 20;

}  // namespace

std::string sandbox_folder(const Env& env) {
  std::string base(value_of(env.variables, "OPTA_SANDBOX_DIR"));
  if (base.empty()) base = cache_folder(env);
  // A folder of our own in it: only that is ever removed.
  return join_path(join_path(env.disk.canonical(".").value_or("."), base), "opta-sandbox");
}

Status write_out(const FileSystem& library, const std::string& path, FileSystem& disk,
                 const std::string& target) {
  for (const std::string& name : OPTA_TRY(library.list(path))) {
    const std::string below = join_path(path, name);
    if (library.kind(below) == FileKind::kFolder) {
      OPTA_CHECK_OK(write_out(library, below, disk, join_path(target, name)));
    } else {
      OPTA_CHECK_OK(
          disk.write(join_path(target, name), OPTA_TRY(library.read(below, kFileBytesMax))));
    }
  }
  return {};
}

}  // namespace opta
