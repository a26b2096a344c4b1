#include "exec/terraform/events.h"

#include <array>
#include <charconv>
#include <optional>

#include "base/text.h"
#include "exec/terraform/json.h"

namespace opta::terraform {

using lenient::Json;
using lenient::number_at;
using lenient::object_at;
using lenient::parse;
using lenient::text_at;

namespace {

using TimePoint = std::chrono::system_clock::time_point;

// A line that is no JSON comes from a crash or a wrapper script; its beginning says enough.
constexpr std::size_t kMessageLimitBytes = 4096;

struct Mapping {
  std::string_view type;
  EventKind kind;
};

constexpr std::array kHooks = {
    Mapping{"apply_start", EventKind::kResourceStarted},
    Mapping{"apply_progress", EventKind::kResourceProgress},
    Mapping{"apply_complete", EventKind::kResourceFinished},
    Mapping{"apply_errored", EventKind::kResourceFailed},
    Mapping{"refresh_start", EventKind::kResourceStarted},
    Mapping{"refresh_complete", EventKind::kResourceFinished},
    Mapping{"provision_start", EventKind::kResourceProgress},
    Mapping{"provision_progress", EventKind::kResourceProgress},
    Mapping{"provision_complete", EventKind::kResourceProgress},
    Mapping{"provision_errored", EventKind::kResourceProgress},
};

std::optional<EventKind> kind_of_hook(std::string_view type) {
  for (const Mapping& mapping : kHooks) {
    if (mapping.type == type) return mapping.kind;
  }
  return std::nullopt;
}

Action action_from(std::string_view text) {
  for (const Action action :
       {Action::kRead, Action::kCreate, Action::kUpdate, Action::kDelete, Action::kReplace}) {
    if (text == to_string(action)) return action;
  }
  return Action::kNone;
}

std::optional<int> take_number(std::string_view& text, std::size_t digits) {
  int value = 0;
  if (text.size() < digits) return std::nullopt;
  const std::string_view number = text.substr(0, digits);
  const auto [end, error] = std::from_chars(number.begin(), number.end(), value);
  if (error != std::errc{} || end != number.end()) return std::nullopt;
  text.remove_prefix(digits);
  return value;
}

bool take(std::string_view& text, char letter) {
  if (!text.starts_with(letter)) return false;
  text.remove_prefix(1);
  return true;
}

std::chrono::microseconds take_fraction(std::string_view& text) {
  std::int64_t value = 0;
  std::int64_t unit = 1'000'000;
  if (!take(text, '.')) return {};
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    unit /= 10;
    value += unit * (text.front() - '0');
    text.remove_prefix(1);
  }
  return std::chrono::microseconds(value);
}

// "2026-11-24T17:50:01.213125Z" or with an offset "+01:00"; anything else gives no time.
TimePoint parse_time(std::string_view text) {
  using namespace std::chrono;
  std::array<int, 6> parts{};  // year, month, day, hour, minute, second
  constexpr std::array<std::size_t, 6> kDigits = {4, 2, 2, 2, 2, 2};
  constexpr std::array<char, 6> kAfter = {'-', '-', 'T', ':', ':', '\0'};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::optional<int> number = take_number(text, kDigits[i]);
    if (!number || (kAfter[i] != '\0' && !take(text, kAfter[i]))) return {};
    parts[i] = *number;
  }
  const year_month_day date(year(parts[0]), month(static_cast<unsigned>(parts[1])),
                            day(static_cast<unsigned>(parts[2])));
  if (!date.ok()) return {};
  TimePoint time = sys_days(date) + hours(parts[3]) + minutes(parts[4]) + seconds(parts[5]);
  time += take_fraction(text);
  const bool east = text.starts_with('+');
  if (!east && !text.starts_with('-')) return time;
  text.remove_prefix(1);
  const std::optional<int> offset_hours = take_number(text, 2);
  take(text, ':');
  const std::optional<int> offset_minutes = take_number(text, 2);
  const minutes offset = hours(offset_hours.value_or(0)) + minutes(offset_minutes.value_or(0));
  return east ? time - offset : time + offset;
}

Event from_hook(EventKind kind, std::string_view type, const Json& hook) {
  Event event{.kind = kind};
  event.address = text_at(object_at(hook, "resource"), "addr");
  event.action =
      type.starts_with("refresh_") ? Action::kRead : action_from(text_at(hook, "action"));
  event.elapsed = std::chrono::seconds(number_at(hook, "elapsed_seconds"));
  // A creation names the id at its end, a deletion at its start.
  event.id = text_at(hook, "id_value");
  return event;
}

bool is_a_change(const Json& json) {
  const std::string action = text_at(object_at(json, "change"), "action");
  return action_from(action) != Action::kNone && action != to_string(Action::kRead);
}

}  // namespace

void EventDecoder::announce_planned() {
  if (std::exchange(announced_, true)) return;
  sink_({.kind = EventKind::kChangesPlanned, .count = planned_});
}

void EventDecoder::decode(std::string_view line) {
  if (!sink_ || trim(line).empty()) return;
  const Json json = parse(line);
  if (!json.is_object()) {
    sink_({.kind = EventKind::kMessage, .text = std::string(line.substr(0, kMessageLimitBytes))});
    return;
  }
  const std::string type = text_at(json, "type");
  if (type == "planned_change") {
    planned_ += is_a_change(json) ? 1 : 0;
    return;
  }
  const TimePoint time = parse_time(text_at(json, "@timestamp"));
  if (type == "change_summary") {
    // After an apply it repeats what was done; only the first announcement counts.
    return announce_planned();
  }
  Event event;
  if (const std::optional<EventKind> kind = kind_of_hook(type)) {
    // `apply` lists all planned changes before it starts on the first.
    if (type == "apply_start") announce_planned();
    event = from_hook(*kind, type, object_at(json, "hook"));
  } else if (type == "diagnostic") {
    event = to_event(diagnostic_from(object_at(json, "diagnostic")));
  } else {
    return;
  }
  event.time = time;
  sink_(event);
}

}  // namespace opta::terraform
