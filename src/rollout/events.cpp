#include "rollout/events.h"

namespace opta {

namespace {

bool is_about(const EventLook& event, std::string_view reason, std::string_view container) {
  if (event.reason != reason) return false;
  return container.empty() || event.container.empty() || event.container == container;
}

}  // namespace

std::uint64_t tries(const EventsOf& events, std::string_view reason, std::string_view container,
                    std::string_view begin) {
  std::uint64_t count = 0;
  for (const EventLook* event : events) {
    if (is_about(*event, reason, container) && event->message.starts_with(begin)) {
      count += event->count;
    }
  }
  return count;
}

const EventLook* last_event(const EventsOf& events, std::string_view reason,
                            std::string_view container, std::string_view part) {
  const EventLook* last = nullptr;
  for (const EventLook* event : events) {
    if (is_about(*event, reason, container) && event->message.contains(part)) last = event;
  }
  return last;
}

}  // namespace opta
