// The one stream of events of a run. The live view, the plain lines and `.opta/…/events.jsonl` are
// readers of it.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace opta {

enum class EventKind : std::uint8_t {
  kStepStarted,       // `text`: what Opta does now, "planning", "making the state bucket"
  kStepFinished,      // `text` as in kStepStarted, `ok`
  kChangesPlanned,    // `count`: how many resources this apply will touch
  kResourceStarted,   // `address`, `action`, `id` (where there is one already)
  kResourceProgress,  // still running; `elapsed`
  kResourceFinished,  // `address`, `action`, `elapsed`, `id` (the cloud's id, may be empty)
  kResourceFailed,    // `address`, `action`, `elapsed`
  kMessage,           // `text` for the user
  kEngineDiagnostic,  // an engine's error or warning: `ok` false = error, `text` summary, `detail`,
                      // `address`
};

enum class Action : std::uint8_t { kNone, kRead, kCreate, kUpdate, kDelete, kReplace };

// Passive data. Fields that a kind does not name are empty. No event ever holds a secret.
struct Event {
  EventKind kind = EventKind::kMessage;
  std::chrono::system_clock::time_point time{};
  std::string text = {};
  std::string detail = {};
  std::string address = {};  // Terraform's: module.base.aws_vpc.vpc[0]
  std::string id = {};
  Action action = Action::kNone;
  std::chrono::milliseconds elapsed{0};
  std::uint64_t count = 0;
  bool ok = true;
};

std::string_view to_string(EventKind kind);  // "resource_started"
std::string_view to_string(Action action);   // "create"

// Takes events in order; called from one thread.
using EventSink = std::function<void(const Event&)>;

// One line of JSON, without a line end; fields that are empty are left out.
std::string to_json_line(const Event& event);

}  // namespace opta
