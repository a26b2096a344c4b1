#include "app/recovery.h"

#include <algorithm>
#include <set>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <unistd.h>

#include "app/adoption.h"
#include "app/apply_view.h"
#include "app/state_lock.h"
#include "base/text.h"
#include "exec/engine_run.h"
#include "exec/terraform/state_list.h"

namespace opta {

namespace {

// Left beside main.tf.json until an apply has gone through.
constexpr const char* kImportsFile = "recovered_imports.tf.json";

void say(EngineRoom& room, std::string message, std::string help = {}) {
  room.front().diagnostics.report(Code::kRecovered, {}, std::move(message), std::move(help));
  room.front().show_warnings();
}

std::string start_time(const std::string& record) {
  struct stat info{};
  if (::stat(join_path(record, "command.json").c_str(), &info) != 0) return {};
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(info.st_mtime));
}

std::string user_and_host(const Env& env) {
  char host[256] = {};
  ::gethostname(host, sizeof host - 1);
  const std::string_view user = value_of(env.variables, "USER");
  return fmt::format("{}@{}", user.empty() ? "root" : user, host);
}

// The run's own account of what it did.
Step<Leftovers> read_journal(EngineRoom& room, const std::string& record) {
  Leftovers left{.died = true, .since = start_time(record)};
  std::set<std::string> open;
  const auto read = terraform::follow_durable(record, [&](const Event& event) {
    if (event.action != Action::kCreate) return;
    if (event.kind == EventKind::kResourceStarted) open.insert(event.address);
    if (event.kind == EventKind::kResourceFailed) open.erase(event.address);
    if (event.kind != EventKind::kResourceFinished) return;
    open.erase(event.address);
    if (!event.id.empty()) left.made.emplace_back(event.address, event.id);
  });
  if (!read) return tl::make_unexpected(room.fail(Code::kDiskFailed, read.error()));
  left.unfinished.assign(open.begin(), open.end());
  return left;
}

Step<Leftovers> settle(EngineRoom& room, RunKind kind) {
  const std::string record = room.record(kind);
  auto status = inspect(record);
  if (!status || status->state == RunState::kNone) return Leftovers{};
  const bool apply = kind == RunKind::kApply;
  if (status->state == RunState::kRunning && apply) {
    say(room, "an earlier run was killed, but its Terraform still works: waiting for it to finish");
    const auto followed = follow_with_view(room, record, "Finishing the earlier run");
    if (!followed) return tl::make_unexpected(followed.error());
    status = followed->status;
  } else if (status->state == RunState::kRunning) {
    static_cast<void>(interrupt(record));
    const auto followed = follow(record, {});
    if (followed) status = *followed;
    say(room, fmt::format("an earlier {} was killed; its Terraform was ended", to_string(kind)));
  } else if (apply && status->state == RunState::kFinished && status->signal == 0) {
    say(room, "an earlier run was killed; its Terraform has finished meanwhile");
  }
  // A graceful end leaves state and lock in order; by a signal that cannot be caught, or with the
  // machine, it does not.
  const bool died = status->state == RunState::kDied ||
                    (status->state == RunState::kFinished && status->signal != 0);
  Leftovers left{.died = died, .since = start_time(record)};
  if (died && apply) {
    auto journal = read_journal(room, record);
    if (!journal) return journal;
    left = *std::move(journal);
    say(room, fmt::format("an earlier run and its Terraform were killed; it had made {}",
                          counted(left.made.size(), "resource")));
  }
  if (!died) static_cast<void>(room.front().env.disk.remove_all(record));
  return left;
}

Step<void> release_own_lock(EngineRoom& room, const Leftovers& left) {
  const auto lock = read_lock(room);
  if (!lock) return tl::make_unexpected(lock.error());
  if (!*lock) return {};
  // Ours: same user and machine, taken after the dead run began. The folder is ours alone, so no
  // other run of this folder holds it.
  const bool ours = (*lock)->who == user_and_host(room.front().env) &&
                    (*lock)->created.substr(0, 19) >= left.since.substr(0, 19);
  if (!ours) return {};
  say(room, "the killed run had left the state locked: releasing its lock");
  return release_lock(room, (*lock)->id);
}

Step<void> take_up(EngineRoom& room, const Leftovers& left) {
  const auto list = terraform::state_list(room.context());
  if (!list) return tl::make_unexpected(room.fail(Code::kEngineFailed, list.error()));
  nlohmann::ordered_json imports = nlohmann::ordered_json::array();
  for (const auto& [address, id] : left.made) {
    if (std::ranges::find(list->addresses, address) != list->addresses.end()) continue;
    const auto import_id = import_id_of(room, address, id);
    if (import_id) imports.push_back({{"to", address}, {"id", *import_id}});
  }
  if (!imports.empty()) {
    say(room,
        fmt::format("{} of the killed run are not in the state: taking them up", imports.size()));
    const std::string path = join_path(room.workspace().root(), kImportsFile);
    const nlohmann::ordered_json root = {{"import", imports}};
    if (auto written = room.front().env.disk.write(path, root.dump(2) + "\n"); !written) {
      return tl::make_unexpected(room.fail(Code::kDiskFailed, written.error()));
    }
  }
  std::vector<std::string> lost;
  for (const std::string& address : left.unfinished) {
    if (std::ranges::find(list->addresses, address) == list->addresses.end())
      lost.push_back(printable(address));
  }
  if (!lost.empty()) {
    say(room, fmt::format("when it was killed, it was making {}", quoted_list(lost)),
        "if AWS had made one already, it stands there untracked; a name that is taken would show "
        "it");
  }
  return {};
}

}  // namespace

Step<Leftovers> settle_runs(EngineRoom& room) {
  Leftovers left;
  for (const RunKind kind : {RunKind::kInit, RunKind::kPlan, RunKind::kApply}) {
    auto settled = settle(room, kind);
    if (!settled) return settled;
    if (settled->died) left = *std::move(settled);
  }
  return left;
}

Step<void> mend_state(EngineRoom& room, const Leftovers& left) {
  if (!left.died || room.is_first()) return {};
  if (auto released = release_own_lock(room, left); !released) return released;
  if (auto taken = take_up(room, left); !taken) return taken;
  Env& env = room.front().env;
  for (const RunKind kind : {RunKind::kInit, RunKind::kPlan, RunKind::kApply}) {
    static_cast<void>(env.disk.remove_all(room.record(kind)));
  }
  return {};
}

Status forget_leftovers(EngineRoom& room) {
  return room.front().env.disk.remove_all(join_path(room.workspace().root(), kImportsFile));
}

}  // namespace opta
