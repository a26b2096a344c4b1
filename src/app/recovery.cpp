#include "app/recovery.h"

#include <algorithm>

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/stat.h>

#include "app/adoption.h"
#include "app/apply_view.h"
#include "app/engine_report.h"
#include "app/imports.h"
#include "app/strays.h"
#include "base/text.h"
#include "exec/engine_record.h"
#include "exec/engine_run.h"
#include "exec/terraform/state_pull.h"
#include "exec/terraform/state_rm.h"

namespace opta {

namespace {

constexpr RunKind kKinds[] = {RunKind::kInit, RunKind::kPlan, RunKind::kApply};
// So long after its last line an engine may still have taken the lock, when no line says that it
// had it.
constexpr std::time_t kLockSlackSeconds = 10;

void say(EngineRoom& room, std::string message, std::vector<std::string> notes = {},
         std::string help = {}) {
  Diagnostic& warning =
      room.front().diagnostics.report(Code::kRecovered, {}, std::move(message), std::move(help));
  warning.notes = std::move(notes);
  room.front().show_warnings();
}

std::time_t changed_at(const std::string& path) {
  struct stat info{};
  return ::stat(path.c_str(), &info) == 0 ? info.st_mtime : 0;
}

std::string utc_text(std::time_t time) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}", fmt::gmtime(time));
}

// The run's own account of what it did.
Step<Leftovers> read_record(EngineRoom& room, RunKind kind) {
  const std::string record = room.record(kind);
  Leftovers left;
  const auto read =
      terraform::follow_durable(record, [&left](const Event& event) { left.journal.add(event); });
  if (!read) return tl::make_unexpected(room.fail(Code::kDiskFailed, read.error()));
  const std::time_t began = changed_at(record::command_path(record));
  const std::time_t last = std::max(began, changed_at(record::out_path(record)));
  left.run = {.kind = kind,
              .began = utc_text(began),
              .last_sign = utc_text(left.journal.worked ? last : last + kLockSlackSeconds)};
  return left;
}

Step<std::optional<Leftovers>> settle(EngineRoom& room, RunKind kind) {
  const std::string record = room.record(kind);
  auto status = inspect(record);
  if (!status || status->state == RunState::kNone) return std::nullopt;
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
  if (!died) {
    static_cast<void>(room.front().env.disk.remove_all(record));
    return std::nullopt;
  }
  auto left = read_record(room, kind);
  if (!left) return tl::make_unexpected(left.error());
  if (apply) {
    say(room, fmt::format("an earlier run and its Terraform were killed; it had made {}",
                          counted(left->journal.made.size(), "resource")));
  }
  return *std::move(left);
}

Step<void> release_lock_of(EngineRoom& room, const DeadRun& run, std::vector<std::string>& notes) {
  const auto lock = read_lock(room);
  if (!lock) return tl::make_unexpected(lock.error());
  if (!*lock || !is_lock_of(run, **lock, user_and_host(room.front().env))) return {};
  notes.push_back(
      fmt::format("the state was left locked ({}): its lock is released", printable((*lock)->id)));
  return release_lock(room, (*lock)->id);
}

// What the state holds under an address of the journal's, when it is another thing: the one that
// was replaced.
Step<void> forget_replaced(EngineRoom& room, const Import& old, const Journal& journal,
                           std::vector<std::string>& notes) {
  const auto removed = terraform::state_rm(room.context(), old.address);
  if (!removed) return tl::make_unexpected(room.fail(Code::kEngineFailed, removed.error()));
  if (removed->failure)
    return tl::make_unexpected(report_failure(room.front(), room.layer(), *removed->failure));
  if (journal.gone.contains({old.address, old.id})) return {};
  notes.push_back(
      fmt::format("`{}` was being replaced: the old one, `{}`, may still stand in the cloud; "
                  "remove it there by hand",
                  printable(old.address), printable(old.id)));
  return {};
}

// A second time they put the same thing in the same place, so it does not matter how far they came.
bool may_be_made_twice(const std::string& address) {
  constexpr std::string_view kTypes[] = {"aws_iam_role_policy", "aws_default_security_group",
                                         "aws_ecr_lifecycle_policy",
                                         "aws_eks_access_policy_association"};
  const std::string type = type_of_address(address);
  return is_harmless_to_repeat(type) || type.starts_with("aws_s3_bucket_") ||
         std::ranges::find(kTypes, type) != std::end(kTypes);
}

// Returns what was being made and could not be found: nobody knows whether it stands.
Step<std::set<std::string>> write_imports_of(EngineRoom& room, const Journal& journal,
                                             const Ids& state, std::vector<std::string>& notes) {
  Env& env = room.front().env;
  const std::string& root = room.workspace().root();
  std::map<std::string, std::string> wanted;
  // An earlier recovery may have been killed as well: its imports are still to be done.
  for (const Import& earlier : read_imports(env.disk, root)) {
    if (!state.contains(earlier.address)) wanted[earlier.address] = earlier.id;
  }
  for (const auto& [address, id] : journal.gone) wanted.erase(address);
  for (const auto& [address, id] : journal.made) {
    const auto known = state.find(address);
    if (known != state.end() && (known->second.empty() || known->second == id)) continue;
    if (known != state.end()) {
      if (auto done = forget_replaced(room, {address, known->second}, journal, notes); !done)
        return tl::make_unexpected(done.error());
    }
    if (const auto import_id = import_id_of(room, address, id)) wanted[address] = *import_id;
  }
  if (!wanted.empty()) {
    notes.push_back(fmt::format(
        "{} not in the state: taken up by import",
        wanted.size() == 1 ? "1 of them is" : fmt::format("{} of them are", wanted.size())));
  }
  std::set<std::string> open;
  for (const std::string& address : journal.unfinished) {
    if (!state.contains(address) && !may_be_made_twice(address)) open.insert(address);
  }
  Ids known = state;
  known.insert(journal.made.begin(), journal.made.end());
  const Ids strays = find_strays(room, open, known);
  for (const auto& [address, id] : strays) {
    wanted[address] = id;
    open.erase(address);
    notes.push_back(
        fmt::format("`{}` was being made when it was killed; `{}` has its tags and is "
                    "taken up too",
                    printable(address), printable(id)));
  }
  std::vector<Import> imports;
  imports.reserve(wanted.size());
  for (const auto& [address, id] : wanted) imports.push_back({address, id});
  if (auto written = write_imports(env.disk, root, imports); !written)
    return tl::make_unexpected(room.fail(Code::kDiskFailed, written.error()));
  return open;
}

std::string untracked_help(EngineRoom& room) {
  return fmt::format(
      "what AWS has made of them stands there in no state; a name that is taken is an error of "
      "this run. `aws resourcegroupstaggingapi get-resources --region {} --tag-filters "
      "Key=opta_environment,Values={} Key=opta_layer,Values={}` lists what has this layer's tags: "
      "remove by hand what `opta show resources` does not know",
      room.layer().root().provider.region, room.layer().root().name, room.layer().name);
}

}  // namespace

Step<std::optional<Leftovers>> settle_runs(EngineRoom& room) {
  std::optional<Leftovers> left;
  for (const RunKind kind : kKinds) {
    auto settled = settle(room, kind);
    if (!settled) return settled;
    if (*settled) left = *std::move(settled);
  }
  return left;
}

bool has_unsettled_run(const EngineRoom& room) {
  return std::ranges::any_of(kKinds, [&](RunKind kind) {
    const auto status = inspect(room.record(kind));
    return status && status->state != RunState::kNone;
  });
}

Step<void> mend_state(EngineRoom& room, const std::optional<Leftovers>& left) {
  if (!left || room.is_first()) return {};
  std::vector<std::string> notes;
  if (auto released = release_lock_of(room, left->run, notes); !released) return released;
  const auto state = terraform::state_pull(room.context());
  if (!state) return tl::make_unexpected(room.fail(Code::kEngineFailed, state.error()));
  if (state->failure)
    return tl::make_unexpected(report_failure(room.front(), room.layer(), *state->failure));
  const auto lost = write_imports_of(room, left->journal, state->ids, notes);
  if (!lost) return tl::make_unexpected(lost.error());
  if (!lost->empty()) {
    std::vector<std::string> addresses;
    for (const std::string& address : *lost) addresses.push_back(printable(address));
    notes.push_back(
        fmt::format("also being made were {}: whether they stand cannot be seen from here",
                    quoted_list(addresses)));
  }
  if (!notes.empty()) {
    say(room, "what the killed run left is put right", std::move(notes),
        lost->empty() ? std::string() : untracked_help(room));
  }
  for (const RunKind kind : kKinds)
    static_cast<void>(room.front().env.disk.remove_all(room.record(kind)));
  return {};
}

Step<void> make_ready(EngineRoom& room, bool make_bucket) {
  const auto leftovers = settle_runs(room);
  if (!leftovers) return tl::make_unexpected(leftovers.error());
  if (auto prepared = room.prepare(make_bucket); !prepared) return prepared;
  return mend_state(room, *leftovers);
}

Step<void> take_up_before_destroy(EngineRoom& room, const RunArguments& arguments) {
  std::vector<std::string> targets;
  for (const Import& import : read_imports(room.front().env.disk, room.workspace().root()))
    targets.push_back(import.address);
  if (targets.empty()) return {};
  const auto planned = room.plan({.targets = std::move(targets)}, {});
  if (!planned) return tl::make_unexpected(planned.error());
  if (is_empty(planned->plan)) return {};
  const Exit run = run_plan(room, "Taking up what the killed run had made", arguments);
  if (run != Exit::kDone) return tl::make_unexpected(run);
  return {};
}

}  // namespace opta
