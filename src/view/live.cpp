#include "view/live.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "view/action_words.h"
#include "view/elapsed.h"
#include "view/fit.h"

namespace opta {

namespace {

constexpr std::chrono::seconds kHeartbeat{30};
// More rows than this push what matters off a small screen, and nobody reads them.
constexpr std::size_t kRunningRowsMax = 12;
constexpr std::size_t kAddressColumnsMax = 70;

}  // namespace

LiveView::LiveView(LiveOptions options, LinePrinter& printer)
    : options_(std::move(options)), printer_(printer), start_(options_.now()), last_said_(start_) {}

std::chrono::milliseconds LiveView::since(Time time) const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(options_.now() - time);
}

void LiveView::handle(const Event& event) {
  const std::lock_guard lock(mutex_);
  if (over_) return;
  switch (event.kind) {
    case EventKind::kStepStarted:
    case EventKind::kStepFinished:
      handle_step(event);
      break;
    case EventKind::kChangesPlanned:
      planned_count_ = event.count;
      break;
    case EventKind::kResourceStarted:
      running_[event.address] = {event.action, options_.now()};
      break;
    case EventKind::kResourceProgress:
      // Seen first here when the view joins late.
      running_.try_emplace(event.address, Running{event.action, options_.now() - event.elapsed});
      break;
    case EventKind::kResourceFinished:
      handle_finished(event);
      break;
    case EventKind::kResourceFailed:
      handle_failed(event);
      break;
    case EventKind::kMessage:
      say(printable(event.text));
      break;
    case EventKind::kEngineDiagnostic:
      handle_diagnostic(event);
      break;
  }
  draw();
}

void LiveView::tick() {
  const std::lock_guard lock(mutex_);
  if (over_) return;
  heartbeat();
  draw();
}

void LiveView::finish() {
  const std::lock_guard lock(mutex_);
  if (over_) return;
  over_ = true;
  printer_.clear();
  const std::string text = sum();
  if (!text.empty()) printer_.print(text);
}

// A line that stays. Off a terminal it carries the time, because nobody sees when it comes.
void LiveView::say(const std::string& text) {
  last_said_ = options_.now();
  if (printer_.can_overprint()) {
    printer_.print(text);
  } else {
    printer_.print(fmt::format("[{}] {}", clock_text(since(start_)), text));
  }
}

void LiveView::handle_step(const Event& event) {
  const std::string text = printable(event.text);
  if (event.kind == EventKind::kStepStarted) {
    step_ = text;
    if (!printer_.can_overprint()) say(text);
    return;
  }
  if (step_ == text) step_.clear();
  if (!event.ok) say(options_.style.red(fmt::format("failed: {}", text)));
}

void LiveView::handle_finished(const Event& event) {
  const auto running = running_.find(event.address);
  std::chrono::milliseconds elapsed = event.elapsed;
  if (running != running_.end()) {
    if (elapsed.count() == 0) elapsed = since(running->second.since);
    running_.erase(running);
  }
  // What is only read is no work of ours: it is shown while it runs, but neither counted nor told.
  if (event.action == Action::kRead) return;
  const auto [done, is_new] = done_.try_emplace(event.address, event.action);
  if (!is_new && done->second != event.action) done->second = Action::kReplace;
  const std::string address = printable(event.address);
  if (elapsed > slowest_elapsed_) {
    slowest_elapsed_ = elapsed;
    slowest_ = address;
  }
  last_finished_ =
      fmt::format("{} {} ({})", action_words(event.action).done, address, elapsed_text(elapsed));
  if (!printer_.can_overprint()) say(last_finished_);
}

void LiveView::handle_failed(const Event& event) {
  running_.erase(event.address);
  ++failed_count_;
  say(options_.style.bold_red(fmt::format("failed: {} {} (after {})",
                                          action_words(event.action).doing,
                                          printable(event.address), elapsed_text(event.elapsed))));
}

void LiveView::handle_diagnostic(const Event& event) {
  const std::string label =
      event.ok ? options_.style.yellow("warning:") : options_.style.bold_red("error:");
  std::string text = fmt::format("{} {}", label, printable(event.text));
  if (!event.address.empty()) text += fmt::format("\n  at {}", printable(event.address));
  if (!event.detail.empty()) text += '\n' + indented(printable(event.detail), 2);
  say(text);
}

// A resource whose old one is gone and whose new one is in the making is not done.
std::size_t LiveView::done_count() const {
  return static_cast<std::size_t>(std::ranges::count_if(
      done_, [this](const auto& entry) { return !running_.contains(entry.first); }));
}

std::string LiveView::progress() const {
  const std::size_t done = done_count();
  if (planned_count_ == 0 && done == 0) return {};
  if (done > planned_count_) return counted(done, options_.noun);
  return fmt::format("{}/{}", done, counted(planned_count_, options_.noun));
}

std::string LiveView::header() const {
  std::string text = options_.title;
  for (const std::string& part : {progress(), step_, clock_text(since(start_))}) {
    if (!part.empty()) text += "  " + part;
  }
  if (failed_count_ > 0) text += fmt::format("  {} failed", failed_count_);
  return text;
}

// The oldest first: it is the slowest.
std::vector<std::pair<std::string, LiveView::Running>> LiveView::running_by_age() const {
  std::vector<std::pair<std::string, Running>> running(running_.begin(), running_.end());
  std::ranges::sort(running, {}, [](const auto& entry) {
    return std::pair(entry.second.since, std::string_view(entry.first));
  });
  return running;
}

std::string LiveView::running_line(const std::string& address, const Running& running, bool slowest,
                                   std::size_t columns) const {
  const ActionWords& words = action_words(running.action);
  const std::string time = fmt::format("{} {}{}", words.doing, elapsed_text(since(running.since)),
                                       slowest ? "  slowest" : "");
  const std::string sign = fmt::format("  {:>3} ", words.sign);
  // The times stand in one column; on a narrow screen the address gives way, not the time.
  constexpr std::size_t kTimeColumns = 28;  // "  replacing 10 m 03 s  slowest"
  const std::size_t room = columns > sign.size() + kTimeColumns
                               ? std::min(columns - sign.size() - kTimeColumns, kAddressColumnsMax)
                               : 12;
  const std::string line = sign + padded(cut_middle(printable(address), room), room) + "  " + time;
  return cut_end(line, columns);
}

void LiveView::draw() {
  if (!printer_.can_overprint() || over_) return;
  const TerminalSize size = printer_.size();
  const std::size_t columns = size.columns > 1 ? size.columns - 1 : 1;
  std::vector<std::string> lines = {options_.style.bold(cut_end(header(), columns))};
  // The header, the last one and the "more" line need a row each, and the cursor stands on one.
  const std::size_t rows = size.rows > 5 ? std::min(size.rows - 4, kRunningRowsMax) : 1;
  const auto running = running_by_age();
  for (std::size_t i = 0; i < std::min(running.size(), rows); ++i) {
    const bool slowest = i == 0 && running.size() > 1;
    const std::string line = running_line(running[i].first, running[i].second, slowest, columns);
    lines.push_back(slowest ? options_.style.yellow(line) : line);
  }
  if (running.size() > rows)
    lines.push_back(cut_end(fmt::format("      and {} more", running.size() - rows), columns));
  if (!last_finished_.empty()) {
    lines.push_back(options_.style.green(cut_middle("  last: " + last_finished_, columns)));
  }
  printer_.show(std::move(lines));
}

void LiveView::heartbeat() {
  if (printer_.can_overprint() || since(last_said_) < kHeartbeat) return;
  std::string text = progress();
  if (!step_.empty()) text += fmt::format("{}{}", text.empty() ? "" : ", ", step_);
  const auto running = running_by_age();
  if (!running.empty()) {
    text += fmt::format("{}{} running, longest {} ({})", text.empty() ? "" : ", ", running.size(),
                        printable(running.front().first),
                        elapsed_text(since(running.front().second.since)));
  }
  say(text.empty() ? "still at work" : fmt::format("still at work: {}", text));
}

std::string LiveView::sum() const {
  std::map<Action, std::size_t> counts;
  for (const auto& [address, action] : done_) ++counts[action];
  std::vector<std::string> parts;
  for (const auto& [action, count] : counts) {
    const std::string_view done = action_words(action).done;
    parts.push_back(parts.empty() ? fmt::format("{} {}", counted(count, options_.noun), done)
                                  : fmt::format("{} {}", count, done));
  }
  if (failed_count_ > 0)
    parts.push_back(options_.style.bold_red(fmt::format("{} failed", failed_count_)));
  if (parts.empty()) return {};
  std::string text = fmt::format("{} in {}", join(parts, ", "), elapsed_text(since(start_)));
  if (!slowest_.empty())
    text += fmt::format("; slowest: {} {}", slowest_, elapsed_text(slowest_elapsed_));
  return text;
}

EventSink json_event_lines(Write write) {
  return [write = std::move(write)](const Event& event) { write(to_json_line(event) + '\n'); };
}

}  // namespace opta
