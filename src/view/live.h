// A run as a person watches it: a reader of the one event stream (progress/event.h).
//
// On a terminal a block shows what runs, for how long, and which is the slowest; failures and
// messages stand above it at once and stay. Without a terminal each finished resource is a line,
// and a line at most every 30 seconds says that we still work.
#pragma once

#include <chrono>
#include <map>
#include <mutex>
#include <string>

#include "progress/event.h"
#include "view/line_printer.h"
#include "view/terminal.h"

namespace opta {

struct LiveOptions {
  std::string title;              // "Applying staging"
  std::string noun = "resource";  // what is counted
  Style style = {};
  std::function<std::chrono::system_clock::time_point()> now;
};

// All calls may come from different threads (the runner's, and the Ticker's).
class LiveView {
 public:
  LiveView(LiveOptions options, LinePrinter& printer);

  void handle(const Event& event);
  // Brings the times up to date; call it some times a second (view/ticker.h).
  void tick();
  // Takes the block away and prints the sum: "104 made in 2 m 03 s; slowest: … 1 m 10 s". Once.
  void finish();

 private:
  using Time = std::chrono::system_clock::time_point;
  struct Running {
    Action action = Action::kNone;
    Time since{};
  };

  void handle_finished(const Event& event);
  void handle_failed(const Event& event);
  void handle_step(const Event& event);
  void handle_diagnostic(const Event& event);
  void say(const std::string& text);
  void draw();
  std::string header() const;
  std::size_t done_count() const;
  std::string progress() const;
  std::string running_line(const std::string& address, const Running& running, bool slowest,
                           std::size_t columns) const;
  std::vector<std::pair<std::string, Running>> running_by_age() const;
  std::string sum() const;
  void heartbeat();
  std::chrono::milliseconds since(Time time) const;

  LiveOptions options_;
  LinePrinter& printer_;
  std::mutex mutex_;
  Time start_{};
  Time last_said_{};
  std::string step_;
  std::map<std::string, Running> running_;
  // By address, because a replacement comes as two pieces of work on one resource.
  std::map<std::string, Action> done_;
  std::size_t planned_count_ = 0;
  std::size_t failed_count_ = 0;
  std::string last_finished_;
  std::string slowest_;
  std::chrono::milliseconds slowest_elapsed_{0};
  bool over_ = false;
};

// `--format json`: each event as a line of JSON.
EventSink json_event_lines(Write write);

}  // namespace opta
