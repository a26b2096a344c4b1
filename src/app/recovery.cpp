#include "app/recovery.h"

#include <fmt/format.h>

#include "app/apply_view.h"
#include "exec/engine_run.h"

namespace opta {

namespace {

constexpr const char* kCurrent = "current";

std::string record_folder(EngineRoom& room) { return join_path(room.workspace().runs(), kCurrent); }

void say(EngineRoom& room, std::string message) {
  room.front().diagnostics.report(Code::kRecovered, {}, std::move(message));
  room.front().show_warnings();
}

}  // namespace

Result<std::string> begin_run(EngineRoom& room) {
  Env& env = room.front().env;
  OPTA_CHECK_OK(env.disk.remove_all(record_folder(room)));
  OPTA_CHECK_OK(env.disk.make_folders(room.workspace().runs()));
  return record_folder(room);
}

Status finish_run(EngineRoom& room) { return room.front().env.disk.remove_all(record_folder(room)); }

Step<void> recover(EngineRoom& room, bool) {
  const std::string record = record_folder(room);
  auto status = inspect(record);
  if (!status || status->state == RunState::kNone) return {};
  if (status->state == RunState::kRunning) {
    say(room, "an earlier run was killed, but its Terraform still works: waiting for it");
    const auto followed = follow_with_view(room, record, "Finishing the earlier run");
    if (!followed) return tl::make_unexpected(followed.error());
  } else if (status->state == RunState::kFinished) {
    say(room, "an earlier run was killed; its Terraform has finished meanwhile");
  } else {
    say(room, "an earlier run and its Terraform were killed before they finished");
  }
  static_cast<void>(finish_run(room));
  return {};
}

}  // namespace opta
