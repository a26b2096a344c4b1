// Tasks that wait for each other, run side by side.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace opta {

// after[i]: the tasks that have to be done before task i.
using TaskGraph = std::vector<std::vector<std::size_t>>;

enum class TaskState : std::uint8_t {
  kDone,
  kFailed,
  kNotRun,  // something before it failed, or all was called off
};

// A circle of tasks, each waiting for the next one; nothing when there is none.
std::optional<std::vector<std::size_t>> find_cycle(const TaskGraph& graph);

// The tasks in an order in which they can be done: of those that are ready the one with the lowest
// number. The graph has no cycle.
std::vector<std::size_t> order_of(const TaskGraph& graph);
// The same tasks, the other way round.
TaskGraph reversed(const TaskGraph& graph);

// Runs each task once all before it are done, at most `jobs` at a time; `run` is called from many
// threads and tells whether it went well. What waits for a failed task is not run, the rest goes
// on; once `called_off`, nothing more is begun.
std::vector<TaskState> run_tasks(const TaskGraph& graph, std::size_t jobs,
                                 const std::function<bool(std::size_t)>& run,
                                 const std::function<bool()>& called_off = {});

}  // namespace opta
