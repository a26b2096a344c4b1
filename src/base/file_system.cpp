#include "base/file_system.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/unique_fd.h"

namespace opta {

namespace fs = std::filesystem;

namespace {

Status write_all(int fd, std::string_view content, const std::string& path) {
  while (!content.empty()) {
    const ssize_t count = ::write(fd, content.data(), content.size());
    if (count < 0) {
      if (errno == EINTR) continue;
      return fail_os(fmt::format("cannot write `{}`", path), errno);
    }
    content.remove_prefix(static_cast<std::size_t>(count));
  }
  return {};
}

}  // namespace

Result<std::string> RealFileSystem::read(const std::string& path, std::uint64_t limit_bytes) const {
  // O_NONBLOCK: opening a named pipe must not hang.
  const UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!fd) return fail_os(fmt::format("cannot open `{}`", path), errno);
  struct stat info{};
  if (::fstat(fd.get(), &info) != 0) return fail_os(fmt::format("cannot read `{}`", path), errno);
  if (!S_ISREG(info.st_mode)) {
    return fail(fmt::format("`{}` is not a regular file", path), {},
                S_ISDIR(info.st_mode) ? EISDIR : EINVAL);
  }
  std::string content;
  content.reserve(std::min<std::uint64_t>(static_cast<std::uint64_t>(info.st_size), limit_bytes));
  char buffer[65536];
  while (true) {
    const ssize_t count = ::read(fd.get(), buffer, sizeof buffer);
    if (count < 0) {
      if (errno == EINTR) continue;
      return fail_os(fmt::format("cannot read `{}`", path), errno);
    }
    if (count == 0) return content;
    content.append(buffer, static_cast<std::size_t>(count));
    if (content.size() > limit_bytes) {
      return fail(fmt::format("`{}` is larger than {} bytes", path, limit_bytes), {}, EFBIG);
    }
  }
}

Status RealFileSystem::write(const std::string& path, std::string_view content, unsigned mode) {
  OPTA_CHECK_OK(make_folders(parent_folder(path)));
  const std::string temporary = fmt::format("{}.tmp.{}", path, ::getpid());
  {
    const UniqueFd fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
    if (!fd) return fail_os(fmt::format("cannot write `{}`", path), errno);
    Status written = write_all(fd.get(), content, path);
    if (written && ::fsync(fd.get()) != 0)
      written = fail_os(fmt::format("cannot write `{}`", path), errno);
    if (!written) {
      ::unlink(temporary.c_str());
      return written;
    }
  }
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    const int error = errno;
    ::unlink(temporary.c_str());
    return fail_os(fmt::format("cannot write `{}`", path), error);
  }
  return {};
}

FileKind RealFileSystem::kind(const std::string& path) const {
  struct stat info{};
  if (::stat(path.c_str(), &info) != 0) return FileKind::kMissing;
  if (S_ISREG(info.st_mode)) return FileKind::kFile;
  return S_ISDIR(info.st_mode) ? FileKind::kFolder : FileKind::kOther;
}

Result<std::vector<std::string>> RealFileSystem::list(const std::string& folder) const {
  std::error_code error;
  std::vector<std::string> names;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    names.push_back(at->path().filename().string());
  }
  if (error) return fail_os(fmt::format("cannot list `{}`", folder), error.value());
  std::ranges::sort(names);
  return names;
}

Status RealFileSystem::make_folders(const std::string& folder) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return fail_os(fmt::format("cannot make the folder `{}`", folder), error.value());
  return {};
}

Status RealFileSystem::remove_all(const std::string& path) {
  std::error_code error;
  fs::remove_all(path, error);
  if (error) return fail_os(fmt::format("cannot remove `{}`", path), error.value());
  return {};
}

Result<std::string> RealFileSystem::canonical(const std::string& path) const {
  std::error_code error;
  fs::path result = fs::canonical(path, error);
  if (error) return fail_os(fmt::format("cannot find `{}`", path), error.value());
  return result.string();
}

std::string join_path(std::string_view folder, std::string_view path) {
  return (fs::path(folder) / fs::path(path)).string();
}

std::string parent_folder(std::string_view path) {
  std::string parent = fs::path(path).parent_path().string();
  return parent.empty() ? "." : parent;
}

std::string normal_path(std::string_view path) {
  return fs::path(path).lexically_normal().string();
}

}  // namespace opta
