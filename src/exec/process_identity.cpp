#include "exec/process_identity.h"

#include <charconv>

#include <fmt/format.h>

#include "base/file_system.h"
#include "base/text.h"
#include "base/unique_fd.h"
#include "exec/pidfd.h"

namespace opta {

namespace {

constexpr std::uint64_t kProcFileLimitBytes = 4096;
// Fields of /proc/PID/stat after the name, counted from the state.
constexpr int kStateField = 0;
constexpr int kStartTimeField = 19;

struct ProcessStat {
  char state = '?';
  std::uint64_t start_time = 0;
};

std::optional<ProcessStat> read_stat(pid_t pid) {
  const Result<std::string> text =
      RealFileSystem().read(fmt::format("/proc/{}/stat", pid), kProcFileLimitBytes);
  if (!text) return std::nullopt;
  // The name stands in brackets and may itself hold brackets and spaces.
  const std::size_t name_end = text->rfind(") ");
  if (name_end == std::string::npos) return std::nullopt;
  std::string_view rest = std::string_view(*text).substr(name_end + 2);
  ProcessStat stat;
  for (int field = 0; field <= kStartTimeField; ++field) {
    const std::size_t end = rest.find(' ');
    if (end == std::string_view::npos) return std::nullopt;
    const std::string_view value = rest.substr(0, end);
    if (field == kStateField && !value.empty()) stat.state = value.front();
    if (field == kStartTimeField) {
      std::from_chars(value.data(), value.data() + value.size(), stat.start_time);
    }
    rest.remove_prefix(end + 1);
  }
  return stat;
}

}  // namespace

std::optional<ProcessIdentity> identify(pid_t pid) {
  const std::optional<ProcessStat> stat = read_stat(pid);
  if (!stat) return std::nullopt;
  return ProcessIdentity{pid, stat->start_time};
}

bool is_alive(const ProcessIdentity& identity) {
  if (identity.pid <= 0) return false;
  const std::optional<ProcessStat> stat = read_stat(identity.pid);
  // Z: it has ended, only its parent has not asked yet.
  return stat && stat->start_time == identity.start_time && stat->state != 'Z' &&
         stat->state != 'X';
}

std::string boot_id() {
  const Result<std::string> text =
      RealFileSystem().read("/proc/sys/kernel/random/boot_id", kProcFileLimitBytes);
  return text ? std::string(trim(*text)) : std::string();
}

bool send_signal(const ProcessIdentity& identity, int signal) {
  if (identity.pid <= 0) return false;
  // In this order the descriptor is known to be of the process that we mean, and it stays so.
  const UniqueFd process(::pidfd_open(identity.pid, 0));
  return process && is_alive(identity) &&
         ::pidfd_send_signal(process.get(), signal, nullptr, 0) == 0;
}

}  // namespace opta
