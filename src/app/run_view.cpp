#include "app/run_view.h"

#include "app/terminal.h"

namespace opta {

RunView::RunView(EngineRoom& room, RunViewOptions options)
    : env_(room.front().env),
      options_(std::move(options)),
      interrupts_before_(env_.interrupt_count()),
      answered_(0),
      log_(EventLog::open(room.workspace().events_file())),
      printer_(
          examine(env_).can_overprint, [terminal = examine(env_)] { return terminal.size(); },
          env_.err),
      view_({.title = options_.title,
             .noun = options_.noun,
             .style = {.colour = env_.colour},
             .now = [] { return std::chrono::system_clock::now(); }},
            printer_),
      to_json_(options_.format == Format::kJson ? json_event_lines(env_.out) : EventSink()),
      ticker_(std::in_place, std::chrono::milliseconds(200), [this] {
        if (const int count = interrupts(); count > answered_) {
          answered_ = count;
          view_.handle({.kind = EventKind::kMessage, .text = std::string(options_.answer(count))});
        }
        view_.tick();
      }) {}

void RunView::handle(const Event& event) {
  // An engine's errors come at the end, at the lines of YAML that caused them: not twice. That a
  // plan of ours was for a part of the layer alone says nothing to the user.
  const bool told_later = event.kind == EventKind::kEngineDiagnostic && !event.ok;
  if (!told_later && event.text != "Applied changes may be incomplete") view_.handle(event);
  const std::scoped_lock lock(mutex_);
  if (log_) log_->write(event);
  if (to_json_) to_json_(event);
}

void RunView::finish() {
  ticker_.reset();
  view_.finish();
}

}  // namespace opta
