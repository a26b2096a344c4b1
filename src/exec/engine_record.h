// The files of an engine run's record; see exec/engine_run.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"
#include "exec/engine_run.h"
#include "exec/process_identity.h"

namespace opta::record {

std::string command_path(const std::string& folder);
std::string out_path(const std::string& folder);
std::string err_path(const std::string& folder);
std::string pid_path(const std::string& folder);
std::string exit_path(const std::string& folder);

struct Processes {
  ProcessIdentity supervisor;
  std::optional<ProcessIdentity> engine;  // not there in the moment before it is started
  std::string boot_id;
};

struct CommandFile {
  std::vector<std::string> argv;
  std::string folder;
};

std::string to_json(const CommandFile& command);
std::string to_json(const Processes& processes);
std::string exit_to_json(int exit_code, int signal);

Result<CommandFile> read_command(const std::string& folder);
// Nothing when the file is not there.
Result<std::optional<Processes>> read_processes(const std::string& folder);
Result<std::optional<RunStatus>> read_exit(const std::string& folder);

// Room on the disk taken in advance: the result of a run can be noted even if the run has filled
// the disk.
class ReservedFile {
 public:
  static Result<ReservedFile> create(const std::string& final_path);
  // Puts `content` into the reserved room and lets it appear at the final path in one step. May be
  // tried again.
  Status commit(std::string_view content);

 private:
  ReservedFile(UniqueFd fd, std::string path) : fd_(std::move(fd)), path_(std::move(path)) {}
  std::string reserved_path() const;

  UniqueFd fd_;
  std::string path_;
};

}  // namespace opta::record
