// From the lines of `terraform … -json` to our events.
#pragma once

#include <cstdint>
#include <string_view>

#include "progress/event.h"

namespace opta::terraform {

// Keeps the count of planned changes, which the engine gives as one line each. Unknown kinds of
// line are passed over: a newer engine says more. Outputs and what a provisioner prints never
// become events: both may be secret.
class EventDecoder {
 public:
  explicit EventDecoder(EventSink sink) : sink_(std::move(sink)) {}

  void decode(std::string_view line);

 private:
  void announce_planned();

  EventSink sink_;
  std::uint64_t planned_ = 0;
  bool announced_ = false;
};

}  // namespace opta::terraform
