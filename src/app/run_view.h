// A run as it goes: on the screen, in the layer's events.jsonl, and on `out` as JSON if wanted.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "app/engine_room.h"
#include "progress/recorder.h"
#include "view/line_printer.h"
#include "view/live.h"
#include "view/ticker.h"

namespace opta {

struct RunViewOptions {
  std::string title;              // "Applying staging"
  std::string noun = "resource";  // what is counted
  Format format = Format::kText;
  // What the user is told at the n-th Ctrl-C.
  std::function<std::string_view(int times)> answer;
};

class RunView {
 public:
  RunView(EngineRoom& room, RunViewOptions options);
  ~RunView() { finish(); }
  RunView(const RunView&) = delete;
  RunView& operator=(const RunView&) = delete;

  void handle(const Event& event);  // from any thread
  // Ctrl-C since this run began.
  int interrupts() const { return env_.interrupt_count() - interrupts_before_; }
  // Prints the sum. Once.
  void finish();

 private:
  Env& env_;
  RunViewOptions options_;
  int interrupts_before_;
  int answered_;
  Result<EventLog> log_;
  LinePrinter printer_;
  LiveView view_;
  EventSink to_json_;
  std::mutex mutex_;              // of the log and the JSON
  std::optional<Ticker> ticker_;  // last, so that it ends before what it draws
};

}  // namespace opta
