#include "base/file_lock.h"

#include <cerrno>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>

namespace opta {

Result<UniqueFd> wait_for_file_lock(const std::string& path, const std::function<bool()>& give_up) {
  UniqueFd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!fd) return fail_os(fmt::format("cannot open `{}`", path), errno);
  while (::flock(fd.get(), LOCK_EX) != 0) {
    const int error = errno;
    if (error != EINTR || (give_up && give_up()))
      return fail_os(fmt::format("cannot lock `{}`", path), error);
  }
  return fd;
}

}  // namespace opta
