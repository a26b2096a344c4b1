// Readers of the event stream: the fan-out and the log on disk.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/unique_fd.h"
#include "progress/event.h"

namespace opta {

// Hands each event to all sinks in turn; empty ones are passed over.
EventSink fan_out(std::vector<EventSink> sinks);

// Appends each event to a file as one line of JSON, readable by its owner only. A line is written
// by one call and at once, so the log is whole up to the moment of a crash.
class EventLog {
 public:
  static Result<EventLog> open(const std::string& path);

  // A full disk must not stop an apply: the first error is kept, and later events are still tried.
  void write(const Event& event);
  const std::optional<Error>& first_error() const { return first_error_; }

  // Valid as long as this log stays where it is.
  EventSink sink() {
    return [this](const Event& event) { write(event); };
  }

 private:
  EventLog(UniqueFd fd, std::string path) : fd_(std::move(fd)), path_(std::move(path)) {}

  UniqueFd fd_;
  std::string path_;
  std::optional<Error> first_error_;
};

}  // namespace opta
