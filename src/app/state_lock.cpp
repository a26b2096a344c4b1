#include "app/state_lock.h"

#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <pwd.h>
#include <unistd.h>

#include "app/engine_report.h"
#include "base/text.h"
#include "base/timestamp.h"
#include "exec/aws/objects.h"
#include "exec/terraform/force_unlock.h"

namespace opta {

Result<LockAnswer> find_lock(const aws::Cli& cli, const aws::Bucket& bucket,
                             const std::string& layer) {
  const auto answer = OPTA_TRY(aws::get_object(cli, bucket, layer + ".tflock"));
  if (answer.failed_with("404") || answer.failed_with("NoSuchKey")) return LockAnswer();
  if (answer.failure) return LockAnswer{.failure = answer.failure};
  const auto json = nlohmann::json::parse(answer.text, nullptr, false);
  const auto text = [&json](const char* key) {
    const bool there = json.is_object() && json.contains(key) && json[key].is_string();
    return there ? json[key].get<std::string>() : std::string();
  };
  terraform::StateLock lock{.id = text("ID"),
                            .path = text("Path"),
                            .operation = text("Operation"),
                            .who = text("Who"),
                            .created = text("Created")};
  if (!terraform::is_lock_id(lock.id)) {
    return fail(
        fmt::format("the lock `{}.tflock` in the bucket `{}` is not one that Terraform wrote",
                    layer, bucket.name),
        "when no run works on the layer, remove that object with the AWS console or CLI");
  }
  return LockAnswer{.lock = std::move(lock)};
}

Step<std::optional<terraform::StateLock>> read_lock(EngineRoom& room) {
  const auto cli = room.aws_cli();
  if (!cli) return tl::make_unexpected(cli.error());
  auto answer = find_lock(*cli, room.bucket(), room.layer().name);
  if (!answer) return tl::make_unexpected(room.fail(Code::kStateStorage, answer.error()));
  if (answer->failure) {
    return tl::make_unexpected(room.fail_aws(Code::kStateStorage, *answer->failure));
  }
  return std::move(answer->lock);
}

Step<void> release_lock(EngineRoom& room, const std::string& id) {
  if (!terraform::is_lock_id(id)) {
    return tl::make_unexpected(room.fail(
        Code::kStateStorage, {.message = fmt::format("`{}` is not a lock's id", printable(id))}));
  }
  const auto outcome = terraform::force_unlock(room.context(), id);
  if (!outcome) return tl::make_unexpected(room.fail(Code::kEngineFailed, outcome.error()));
  if (outcome->failure)
    return tl::make_unexpected(report_failure(room.front(), room.layer(), *outcome->failure));
  return {};
}

bool is_lock_of(const DeadRun& run, const terraform::StateLock& lock, const std::string& who) {
  const std::string_view operation =
      run.kind == RunKind::kPlan ? "OperationTypePlan" : "OperationTypeApply";
  // Both are in UTC, and in this form texts are in the order of their times.
  const std::string created = to_the_second(lock.created);
  return lock.who == who && lock.operation == operation && created.size() == kSecondsLength &&
         to_the_second(run.began) <= created && created <= to_the_second(run.last_sign);
}

std::string user_and_host(const Env& env) {
  char host[256] = {};
  ::gethostname(host, sizeof host - 1);
  // The engine asks the system first, and its environment only where the system knows no name.
  std::string user(value_of(env.variables, "USER"));
  passwd entry{};
  passwd* found = nullptr;
  std::array<char, 4096> buffer{};
  if (::getpwuid_r(::getuid(), &entry, buffer.data(), buffer.size(), &found) == 0 &&
      found != nullptr)
    user = found->pw_name;
  return fmt::format("{}@{}", user, host);
}

}  // namespace opta
