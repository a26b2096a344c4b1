#include "exec/kubectl/events.h"

#include <algorithm>

#include <fmt/format.h>

#include "exec/json.h"

namespace opta::kubectl {

namespace {

// Of the three places that servers of different age write the time to.
std::string last_seen(const lenient::Json& item) {
  std::string time = lenient::text_at(item, "lastTimestamp");
  if (time.empty()) time = lenient::text_at(lenient::object_at(item, "series"), "lastObservedTime");
  if (time.empty()) time = lenient::text_at(item, "eventTime");
  return time;
}

}  // namespace

std::vector<std::string> events_arguments(const EventsOptions& options) {
  std::vector<std::string> arguments = {
      "get", "events", "--output=json",
      fmt::format("--request-timeout={}s", kRequestTimeout.count())};
  add_namespace(arguments, options.object_namespace);
  if (options.warnings_only) arguments.emplace_back("--field-selector=type=Warning");
  return arguments;
}

std::optional<std::vector<ClusterEvent>> decode_events(std::string_view json_text) {
  const lenient::Json json = lenient::parse(json_text);
  if (!json.is_object() || !json.contains("items")) return std::nullopt;
  std::vector<ClusterEvent> events;
  for (const lenient::Json& item : lenient::list_at(json, "items")) {
    const lenient::Json& object = lenient::object_at(item, "involvedObject");
    const std::uint64_t in_series = lenient::number_at(lenient::object_at(item, "series"), "count");
    events.push_back(
        {.is_warning = lenient::text_at(item, "type") == "Warning",
         .reason = lenient::text_at(item, "reason"),
         .message = lenient::text_at(item, "message"),
         .object_kind = lenient::text_at(object, "kind"),
         .object_name = lenient::text_at(object, "name"),
         .last_seen = last_seen(item),
         .count = std::max<std::uint64_t>({1, lenient::number_at(item, "count"), in_series})});
  }
  // RFC 3339 in UTC sorts as text.
  std::ranges::stable_sort(events, {}, &ClusterEvent::last_seen);
  return events;
}

Result<EventList> events(const Context& context, const EventsOptions& options) {
  ClusterText answer = OPTA_TRY(run_for_text(context, events_arguments(options)));
  if (answer.failure) return EventList{.failure = std::move(answer.failure)};
  auto found = decode_events(answer.text);
  if (!found) return fail("kubectl's list of events cannot be read");
  return EventList{.events = std::move(*found)};
}

}  // namespace opta::kubectl
