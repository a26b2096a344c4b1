#include "app/workspace.h"

#include <algorithm>
#include <cerrno>
#include <sstream>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include "app/places.h"

namespace opta {

namespace {

constexpr std::uint64_t kFileBytesMax = 64u << 20;
constexpr const char* kManifest = ".opta-files";           // what the last stack had
constexpr const char* kInitialised = ".opta-initialised";  // the fingerprint that init ran for

constexpr const char* kBucketChecked = "bucket-checked";

std::string read_or_empty(const Env& env, const std::string& path) {
  return env.disk.read(path, kFileBytesMax).value_or(std::string());
}

Result<UniqueFd> take_folder(const std::string& folder) {
  const std::string path = join_path(folder, "lock");
  UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!fd) return fail_os(fmt::format("cannot open `{}`", path), errno);
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
    char owner[32] = {};
    const ssize_t length = ::pread(fd.get(), owner, sizeof owner - 1, 0);
    return fail(fmt::format("another opta (process {}) is working on this layer in this folder",
                            length > 0 ? owner : "unknown"),
                "wait until it has ended", EWOULDBLOCK);
  }
  const std::string pid = std::to_string(::getpid());
  if (::ftruncate(fd.get(), 0) != 0 || ::pwrite(fd.get(), pid.data(), pid.size(), 0) < 0) {
    return fail_os(fmt::format("cannot write `{}`", path), errno);
  }
  return fd;
}

}  // namespace

Result<Workspace> Workspace::open(Env& env, const Layer& layer, bool sandbox) {
  OPTA_CHECK_OK(make_layer_folder(env, layer, sandbox));
  std::string folder = layer_folder(env, layer, sandbox);
  UniqueFd lock = OPTA_TRY(take_folder(folder));
  return Workspace(std::move(folder), std::move(lock));
}

Status Workspace::write_root(Env& env, const Stack& stack) {
  std::string manifest;
  for (const GeneratedFile& file : stack.files) {
    manifest += file.path + "\n";
    const std::string path = join_path(root(), file.path);
    if (env.disk.kind(path) == FileKind::kFile && read_or_empty(env, path) == file.content)
      continue;
    OPTA_CHECK_OK(env.disk.write(path, file.content));
  }
  std::istringstream before(read_or_empty(env, join_path(root(), kManifest)));
  for (std::string path; std::getline(before, path);) {
    const bool kept = std::ranges::any_of(
        stack.files, [&](const GeneratedFile& file) { return file.path == path; });
    if (!kept) OPTA_CHECK_OK(env.disk.remove_all(join_path(root(), path)));
  }
  return env.disk.write(join_path(root(), kManifest), manifest);
}

bool Workspace::is_initialised(const Env& env, const std::string& fingerprint) const {
  return read_or_empty(env, join_path(root(), kInitialised)) == fingerprint &&
         env.disk.kind(join_path(root(), ".terraform/providers")) == FileKind::kFolder;
}

Status Workspace::set_initialised(Env& env, const std::string& fingerprint) {
  return env.disk.write(join_path(root(), kInitialised), fingerprint);
}

bool Workspace::has_checked_bucket(const Env& env, const std::string& mark) const {
  return read_or_empty(env, join_path(folder_, kBucketChecked)) == mark;
}

Status Workspace::set_checked_bucket(Env& env, const std::string& mark) {
  return env.disk.write(join_path(folder_, kBucketChecked), mark);
}

Status Workspace::forget_initialised(Env& env) {
  return env.disk.remove_all(join_path(root(), kInitialised));
}

}  // namespace opta
