#include "app/state_lock.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "app/engine_report.h"
#include "base/text.h"
#include "exec/aws/objects.h"
#include "exec/terraform/force_unlock.h"

namespace opta {

Step<std::optional<terraform::StateLock>> read_lock(EngineRoom& room) {
  const auto cli = room.aws_cli();
  if (!cli) return tl::make_unexpected(cli.error());
  const auto answer = aws::get_object(*cli, room.bucket(), room.layer().name + ".tflock");
  if (!answer) return tl::make_unexpected(room.fail(Code::kStateStorage, answer.error()));
  if (answer->failure) return std::optional<terraform::StateLock>();
  const auto json = nlohmann::json::parse(answer->text, nullptr, false);
  if (!json.is_object())
    return tl::make_unexpected(
        room.fail(Code::kStateStorage, {.message = "the lock in the state bucket cannot be read"}));
  return terraform::StateLock{.id = json.value("ID", ""),
                              .path = json.value("Path", ""),
                              .operation = json.value("Operation", ""),
                              .who = json.value("Who", ""),
                              .created = json.value("Created", "")};
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

}  // namespace opta
