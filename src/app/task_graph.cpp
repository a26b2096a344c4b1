#include "app/task_graph.h"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace opta {

namespace {

constexpr std::size_t kNoTask = SIZE_MAX;

// What the workers share.
class Run {
 public:
  Run(const TaskGraph& graph, const std::function<bool(std::size_t)>& run,
      const std::function<bool()>& called_off)
      : graph_(graph),
        run_(run),
        called_off_(called_off),
        order_(order_of(graph)),
        phase_(graph.size(), Phase::kWaiting) {}

  void work() {
    std::unique_lock lock(mutex_);
    while (true) {
      const std::size_t task = next();
      if (task == kNoTask) {
        if (running_ == 0) break;
        changed_.wait(lock);
        continue;
      }
      phase_[task] = Phase::kRunning;
      ++running_;
      lock.unlock();
      const bool ok = run_(task);
      lock.lock();
      --running_;
      phase_[task] = ok ? Phase::kDone : Phase::kFailed;
      changed_.notify_all();
    }
    changed_.notify_all();
  }

  std::vector<TaskState> states() const {
    std::vector<TaskState> states;
    states.reserve(phase_.size());
    for (const Phase phase : phase_) {
      states.push_back(phase == Phase::kDone     ? TaskState::kDone
                       : phase == Phase::kFailed ? TaskState::kFailed
                                                 : TaskState::kNotRun);
    }
    return states;
  }

 private:
  enum class Phase : std::uint8_t { kWaiting, kRunning, kDone, kFailed };

  // The next task that could begin now.
  std::size_t next() const {
    if (called_off_ && called_off_()) return kNoTask;
    for (const std::size_t task : order_) {
      const bool ready = phase_[task] == Phase::kWaiting &&
                         std::ranges::all_of(graph_[task], [this](std::size_t before) {
                           return phase_[before] == Phase::kDone;
                         });
      if (ready) return task;
    }
    return kNoTask;
  }

  const TaskGraph& graph_;
  const std::function<bool(std::size_t)>& run_;
  const std::function<bool()>& called_off_;
  std::vector<std::size_t> order_;
  std::mutex mutex_ = {};
  std::condition_variable changed_ = {};
  std::vector<Phase> phase_;
  std::size_t running_ = 0;
};

}  // namespace

std::optional<std::vector<std::size_t>> find_cycle(const TaskGraph& graph) {
  enum class Mark : std::uint8_t { kNew, kOnPath, kLeft };
  std::vector<Mark> marks(graph.size(), Mark::kNew);
  // Depth first, with the path as the stack: its entries are a task and its next edge.
  for (std::size_t start = 0; start < graph.size(); ++start) {
    if (marks[start] != Mark::kNew) continue;
    std::vector<std::pair<std::size_t, std::size_t>> path = {{start, 0}};
    marks[start] = Mark::kOnPath;
    while (!path.empty()) {
      auto& [task, edge] = path.back();
      if (edge == graph[task].size()) {
        marks[task] = Mark::kLeft;
        path.pop_back();
        continue;
      }
      const std::size_t before = graph[task][edge++];
      if (marks[before] == Mark::kOnPath) {
        const auto first =
            std::ranges::find(path, before, [](const auto& entry) { return entry.first; });
        std::vector<std::size_t> cycle;
        for (auto entry = first; entry != path.end(); ++entry) cycle.push_back(entry->first);
        return cycle;
      }
      if (marks[before] == Mark::kNew) {
        marks[before] = Mark::kOnPath;
        path.emplace_back(before, 0);
      }
    }
  }
  return std::nullopt;
}

std::vector<std::size_t> order_of(const TaskGraph& graph) {
  std::vector<std::size_t> order;
  std::vector<bool> done(graph.size());
  while (order.size() < graph.size()) {
    const std::size_t before = order.size();
    for (std::size_t task = 0; task < graph.size(); ++task) {
      if (done[task] ||
          !std::ranges::all_of(graph[task], [&](std::size_t other) { return done[other]; }))
        continue;
      done[task] = true;
      order.push_back(task);
      break;
    }
    if (order.size() == before) break;  // a cycle: its tasks are never ready
  }
  return order;
}

TaskGraph reversed(const TaskGraph& graph) {
  TaskGraph result(graph.size());
  for (std::size_t task = 0; task < graph.size(); ++task) {
    for (const std::size_t before : graph[task]) result[before].push_back(task);
  }
  return result;
}

std::vector<TaskState> run_tasks(const TaskGraph& graph, std::size_t jobs,
                                 const std::function<bool(std::size_t)>& run,
                                 const std::function<bool()>& called_off) {
  Run shared(graph, run, called_off);
  {
    std::vector<std::jthread> workers;
    const std::size_t count =
        std::clamp<std::size_t>(jobs, 1, std::max<std::size_t>(graph.size(), 1));
    workers.reserve(count);
    for (std::size_t i = 0; i < count; ++i) workers.emplace_back([&shared] { shared.work(); });
  }
  return shared.states();
}

}  // namespace opta
