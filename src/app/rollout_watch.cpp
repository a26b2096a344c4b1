#include "app/rollout_watch.h"

#include <algorithm>

#include "base/text.h"
#include "exec/kubectl/get.h"
#include "exec/kubectl/logs.h"

namespace opta {

namespace {

// Most releases are ready before the first look, which then costs nothing.
constexpr std::chrono::seconds kPause{3};
constexpr int kHopelessLooks = 2;
constexpr int kLogLines = 10;
constexpr std::size_t kLogLineBytesMax = 400;

bool is_problem(const RolloutProblem& problem) {
  return problem.cause != RolloutCause::kSlow;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (trim(line).empty()) continue;
    const bool too_long = line.size() > kLogLineBytesMax;
    lines.push_back(printable(line.substr(0, kLogLineBytesMax)) + (too_long ? " …" : ""));
  }
  return lines;
}

}  // namespace

std::optional<RolloutState> look_at_rollout(const kubectl::Context& cluster,
                                            const RolloutQuestion& question) {
  const auto answer = kubectl::get(
      cluster, {.types = looked_at_kinds(), .object_namespace = question.release_namespace});
  if (!answer || answer->failure) return std::nullopt;
  const auto look = decode_namespace(answer->text);
  if (!look) return std::nullopt;
  return explain_rollout(*look, question);
}

RolloutWatch::RolloutWatch(const kubectl::Context& cluster, RolloutQuestion question)
    : cluster_(cluster),
      question_(std::move(question)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

RolloutWatch::~RolloutWatch() = default;

void RolloutWatch::run(const std::stop_token& stop) {
  kubectl::Context cluster = cluster_;
  cluster.stop = stop;
  std::unique_lock lock(mutex_);
  while (!pause_.wait_for(lock, stop, kPause, [] { return false; }) && !stop.stop_requested()) {
    auto state = look_at_rollout(cluster, question_);
    if (!state) continue;
    hopeless_looks_ = state->is_hopeless() ? hopeless_looks_ + 1 : 0;
    read_logs(*state, false);
    keep(*std::move(state));
    if (hopeless_looks_ >= kHopelessLooks) hopeless_.request_stop();
  }
}

void RolloutWatch::keep(RolloutState state) {
  if (std::ranges::any_of(state.problems, is_problem)) worst_ = state;
  last_ = std::move(state);
}

// Of a container that ended, each time that it is new or the caller wants the newest.
void RolloutWatch::read_logs(const RolloutState& state, bool again) {
  for (const RolloutProblem& problem : state.problems) {
    if (problem.log_of == LogOf::kNone || problem.kind != "Pod") continue;
    const LogKey key{problem.name, problem.container};
    if (!again && logs_.contains(key)) continue;
    const auto text = kubectl::logs(cluster_, {.pod = problem.name,
                                               .container = problem.container,
                                               .object_namespace = question_.release_namespace,
                                               .previous = problem.log_of == LogOf::kPrevious,
                                               .tail = kLogLines});
    if (text && text->ok() && !text->text.empty()) logs_[key] = lines_of(text->text);
  }
}

RolloutState RolloutWatch::finish() {
  thread_.request_stop();
  thread_.join();
  if (auto state = look_at_rollout(cluster_, question_)) {
    read_logs(*state, true);
    keep(*std::move(state));
  }
  RolloutState found = std::move(last_);
  // What is gone by now, as hooks are, cannot have got well.
  for (RolloutProblem& problem : worst_.problems) {
    const bool is_there = std::ranges::any_of(found.workloads, [&](const auto& workload) {
      return workload.workload() == problem.workload;
    });
    if (!is_there && is_problem(problem)) found.problems.push_back(std::move(problem));
  }
  for (RolloutProblem& problem : found.problems) {
    if (const auto log = logs_.find({problem.name, problem.container}); log != logs_.end()) {
      problem.log = log->second;
    }
  }
  // That some are slow needs no saying beside why others fail.
  if (std::ranges::any_of(found.problems, is_problem)) {
    std::erase_if(found.problems,
                  [](const RolloutProblem& problem) { return !is_problem(problem); });
  }
  return found;
}

}  // namespace opta
