// What the cluster says has happened in a namespace: why a pod does not start.
#pragma once

#include "exec/kubectl/context.h"

namespace opta::kubectl {

struct ClusterEvent {
  bool is_warning = false;
  std::string reason = {};       // "FailedScheduling"
  std::string message = {};      // the cluster's words
  std::string object_kind = {};  // "Pod"
  std::string object_name = {};
  std::string last_seen = {};  // RFC 3339
  std::uint64_t count = 1;
};

struct EventList {
  std::vector<ClusterEvent> events = {};  // the oldest first
  std::optional<ClusterFailure> failure = {};

  bool ok() const { return !failure; }
};

struct EventsOptions {
  std::string object_namespace;
  bool warnings_only = false;
};

std::vector<std::string> events_arguments(const EventsOptions& options);
// Nothing when the text is no list.
std::optional<std::vector<ClusterEvent>> decode_events(std::string_view json_text);
Result<EventList> events(const Context& context, const EventsOptions& options);

}  // namespace opta::kubectl
