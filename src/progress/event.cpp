#include "progress/event.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

namespace opta {

namespace {

// 2026-11-24T17:50:31.716740Z, as the engines write it.
std::string utc_text(std::chrono::system_clock::time_point time) {
  const auto whole = std::chrono::floor<std::chrono::seconds>(time);
  const auto part = std::chrono::duration_cast<std::chrono::microseconds>(time - whole);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}Z",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(whole)), part.count());
}

// Whether an event of this kind says how something went. On the others `ok` would be noise.
bool has_outcome(EventKind kind) {
  return kind == EventKind::kStepFinished || kind == EventKind::kEngineDiagnostic;
}

}  // namespace

std::string_view to_string(EventKind kind) {
  switch (kind) {
    case EventKind::kStepStarted:
      return "step_started";
    case EventKind::kStepFinished:
      return "step_finished";
    case EventKind::kChangesPlanned:
      return "changes_planned";
    case EventKind::kResourceStarted:
      return "resource_started";
    case EventKind::kResourceProgress:
      return "resource_progress";
    case EventKind::kResourceFinished:
      return "resource_finished";
    case EventKind::kResourceFailed:
      return "resource_failed";
    case EventKind::kMessage:
      return "message";
    case EventKind::kEngineDiagnostic:
      return "engine_diagnostic";
  }
  return "";
}

std::string_view to_string(Action action) {
  switch (action) {
    case Action::kNone:
      return "none";
    case Action::kRead:
      return "read";
    case Action::kCreate:
      return "create";
    case Action::kUpdate:
      return "update";
    case Action::kDelete:
      return "delete";
    case Action::kReplace:
      return "replace";
  }
  return "";
}

std::string to_json_line(const Event& event) {
  nlohmann::ordered_json line;
  line["kind"] = to_string(event.kind);
  if (event.time != std::chrono::system_clock::time_point{}) line["time"] = utc_text(event.time);
  if (!event.address.empty()) line["address"] = event.address;
  if (event.action != Action::kNone) line["action"] = to_string(event.action);
  if (!event.id.empty()) line["id"] = event.id;
  if (event.elapsed.count() != 0) line["elapsed_ms"] = event.elapsed.count();
  if (event.kind == EventKind::kChangesPlanned) line["count"] = event.count;
  if (has_outcome(event.kind)) line["ok"] = event.ok;
  if (!event.text.empty()) line["text"] = event.text;
  if (!event.detail.empty()) line["detail"] = event.detail;
  // An engine may print bytes that are not UTF-8; a log with a replacement character beats no log.
  return line.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace opta
