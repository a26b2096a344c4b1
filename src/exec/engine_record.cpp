#include "exec/engine_record.h"

#include <cerrno>
#include <cstdio>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/types.h>

#include "base/file_system.h"
#include "exec/json.h"

namespace opta::record {

namespace {

using lenient::Json;

constexpr std::uint64_t kRecordFileLimitBytes = 1U << 20U;
// More than any of our JSON texts takes.
constexpr std::size_t kReservedBytes = 1024;

// Nothing when the file is not there. The files are our own, yet they may have been edited or torn.
Result<std::optional<Json>> read_json(const std::string& path) {
  const Result<std::string> text = RealFileSystem().read(path, kRecordFileLimitBytes);
  if (!text && text.error().os_error == ENOENT) return std::optional<Json>();
  if (!text) return tl::make_unexpected(text.error());
  Json json = Json::parse(*text, nullptr, false);
  if (!json.is_object()) return fail(fmt::format("`{}` is not what we wrote there", path));
  return std::optional<Json>(std::move(json));
}

Json identity_json(const ProcessIdentity& identity) {
  return {{"pid", identity.pid}, {"start_time", identity.start_time}};
}

std::optional<ProcessIdentity> identity_from(const Json& json, const char* name) {
  const auto found = json.find(name);
  if (found == json.end() || !found->is_object()) return std::nullopt;
  const auto pid = found->find("pid");
  const auto start_time = found->find("start_time");
  if (pid == found->end() || !pid->is_number_integer()) return std::nullopt;
  if (start_time == found->end() || !start_time->is_number_unsigned()) return std::nullopt;
  return ProcessIdentity{pid->get<pid_t>(), start_time->get<std::uint64_t>()};
}

int number_or_zero(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found != json.end() && found->is_number_integer() ? found->get<int>() : 0;
}

}  // namespace

std::string command_path(const std::string& folder) {
  return join_path(folder, "command.json");
}
std::string out_path(const std::string& folder) {
  return join_path(folder, "out.jsonl");
}
std::string err_path(const std::string& folder) {
  return join_path(folder, "err.txt");
}
std::string pid_path(const std::string& folder) {
  return join_path(folder, "pid.json");
}
std::string exit_path(const std::string& folder) {
  return join_path(folder, "exit.json");
}

std::string to_json(const CommandFile& command) {
  return Json{{"argv", command.argv}, {"folder", command.folder}}.dump(
      -1, ' ', false, Json::error_handler_t::replace);
}

std::string to_json(const Processes& processes) {
  Json json = {{"supervisor", identity_json(processes.supervisor)}, {"boot_id", processes.boot_id}};
  if (processes.engine) json["engine"] = identity_json(*processes.engine);
  return json.dump();
}

std::string exit_to_json(int exit_code, int signal) {
  return signal != 0 ? Json{{"signal", signal}}.dump() : Json{{"code", exit_code}}.dump();
}

Result<CommandFile> read_command(const std::string& folder) {
  const std::optional<Json> json = OPTA_TRY(read_json(command_path(folder)));
  if (!json) return fail(fmt::format("`{}` holds no command", folder), {}, ENOENT);
  CommandFile command;
  for (const Json& word : lenient::list_at(*json, "argv")) {
    if (word.is_string()) command.argv.push_back(word.get<std::string>());
  }
  command.folder = lenient::text_at(*json, "folder");
  if (command.argv.empty()) return fail(fmt::format("`{}` holds no command", folder));
  return command;
}

Result<std::optional<Processes>> read_processes(const std::string& folder) {
  const std::optional<Json> json = OPTA_TRY(read_json(pid_path(folder)));
  if (!json) return std::optional<Processes>();
  const std::optional<ProcessIdentity> supervisor = identity_from(*json, "supervisor");
  if (!supervisor) return fail(fmt::format("`{}` is not what we wrote there", pid_path(folder)));
  return std::optional<Processes>(
      Processes{*supervisor, identity_from(*json, "engine"), lenient::text_at(*json, "boot_id")});
}

Result<std::optional<RunStatus>> read_exit(const std::string& folder) {
  const std::optional<Json> json = OPTA_TRY(read_json(exit_path(folder)));
  if (!json) return std::optional<RunStatus>();
  return std::optional<RunStatus>(RunStatus{.state = RunState::kFinished,
                                            .exit_code = number_or_zero(*json, "code"),
                                            .signal = number_or_zero(*json, "signal")});
}

std::string ReservedFile::reserved_path() const {
  return path_ + ".reserved";
}

Result<ReservedFile> ReservedFile::create(const std::string& final_path) {
  ReservedFile file({}, final_path);
  file.fd_.reset(::open(file.reserved_path().c_str(),
                        O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file.fd_) return fail_os(fmt::format("cannot write `{}`", final_path), errno);
  const std::string spaces(kReservedBytes, ' ');
  const ssize_t written = ::write(file.fd_.get(), spaces.data(), spaces.size());
  if (written != static_cast<ssize_t>(spaces.size())) {
    return fail_os(fmt::format("cannot write `{}`", final_path), written < 0 ? errno : ENOSPC);
  }
  return file;
}

Status ReservedFile::commit(std::string_view content) {
  // Padded, so that the file keeps its length and the write needs no room.
  const std::string padded = fmt::format("{:<{}}\n", content, kReservedBytes - 1);
  const ssize_t written = ::pwrite(fd_.get(), padded.data(), padded.size(), 0);
  if (written != static_cast<ssize_t>(padded.size()) || ::fsync(fd_.get()) != 0 ||
      std::rename(reserved_path().c_str(), path_.c_str()) != 0) {
    return fail_os(fmt::format("cannot write `{}`", path_), errno);
  }
  return {};
}

}  // namespace opta::record
