#include "progress/recorder.h"

#include <cerrno>

#include <fcntl.h>
#include <fmt/format.h>

#include "base/file_system.h"

namespace opta {

EventSink fan_out(std::vector<EventSink> sinks) {
  std::erase_if(sinks, [](const EventSink& sink) { return !sink; });
  return [sinks = std::move(sinks)](const Event& event) {
    for (const EventSink& sink : sinks) sink(event);
  };
}

Result<EventLog> EventLog::open(const std::string& path) {
  OPTA_CHECK_OK(RealFileSystem().make_folders(parent_folder(path)));
  UniqueFd fd(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
  if (!fd) return fail_os(fmt::format("cannot open `{}`", path), errno);
  return EventLog(std::move(fd), path);
}

void EventLog::write(const Event& event) {
  const std::string line = to_json_line(event) + '\n';
  ssize_t count = 0;
  do {
    count = ::write(fd_.get(), line.data(), line.size());
  } while (count < 0 && errno == EINTR);
  if (count == static_cast<ssize_t>(line.size()) || first_error_) return;
  const int error =
      count < 0 ? errno : ENOSPC;  // a short write to a file means: no room for the rest
  first_error_ = fail_os(fmt::format("cannot write `{}`", path_), error).value();
}

}  // namespace opta
