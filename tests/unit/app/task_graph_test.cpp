#include "app/task_graph.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

namespace opta {
namespace {

using testing::ElementsAre;

// One environment with two services, and another environment with one.
const TaskGraph kTwoTrees = {{}, {}, {0}, {0}, {1}};

TEST(TaskGraph, OrdersByNeedAndThenByNumber) {
  EXPECT_THAT(order_of(kTwoTrees), ElementsAre(0, 1, 2, 3, 4));
  EXPECT_THAT(order_of(reversed(kTwoTrees)), ElementsAre(2, 3, 0, 4, 1));
  EXPECT_THAT(order_of({{1}, {2}, {}}), ElementsAre(2, 1, 0));
}

TEST(TaskGraph, FindsACycleAndNothingElse) {
  EXPECT_FALSE(find_cycle({}));
  EXPECT_FALSE(find_cycle(kTwoTrees));
  EXPECT_FALSE(find_cycle({{1, 2}, {3}, {3}, {}})) << "two ways to one task are no circle";
  EXPECT_THAT(find_cycle({{0}}).value(), ElementsAre(0));
  EXPECT_THAT(find_cycle({{}, {2}, {3}, {1}}).value(), ElementsAre(1, 2, 3));
  EXPECT_THAT(find_cycle({{1}, {2}, {1}}).value(), ElementsAre(1, 2)) << "without the way to it";
}

TEST(TaskGraph, RunsEachTaskOnceAfterWhatItNeeds) {
  std::mutex mutex;
  std::vector<std::size_t> ran;
  const auto states = run_tasks(kTwoTrees, 4, [&](std::size_t task) {
    const std::scoped_lock lock(mutex);
    for (const std::size_t before : kTwoTrees[task])
      EXPECT_NE(std::ranges::find(ran, before), ran.end());
    ran.push_back(task);
    return true;
  });
  EXPECT_EQ(ran.size(), kTwoTrees.size());
  EXPECT_EQ(states, std::vector<TaskState>(5, TaskState::kDone));
}

TEST(TaskGraph, WhatWaitsForAFailureIsNotRunAndTheRestGoesOn) {
  const auto states = run_tasks(kTwoTrees, 2, [](std::size_t task) { return task != 0; });
  EXPECT_THAT(states, ElementsAre(TaskState::kFailed, TaskState::kDone, TaskState::kNotRun,
                                  TaskState::kNotRun, TaskState::kDone));
}

TEST(TaskGraph, NotRunGoesOnToWhatWaitsForThat) {
  const auto states = run_tasks({{}, {0}, {1}}, 2, [](std::size_t) { return false; });
  EXPECT_THAT(states, ElementsAre(TaskState::kFailed, TaskState::kNotRun, TaskState::kNotRun));
}

TEST(TaskGraph, RunsSideBySideUpToTheBound) {
  std::atomic<int> running = 0;
  std::atomic<int> most = 0;
  run_tasks(TaskGraph(6), 3, [&](std::size_t) {
    const int now = ++running;
    int seen = most;
    while (now > seen && !most.compare_exchange_weak(seen, now)) {
    }
    // Long enough for the others to begin, however busy the machine is.
    for (int i = 0; i < 200 && most < 3; ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    --running;
    return true;
  });
  EXPECT_EQ(most, 3);
}

TEST(TaskGraph, CalledOffNothingMoreIsBegun) {
  std::atomic<int> begun = 0;
  const auto states = run_tasks(
      {{}, {}, {0}}, 1,
      [&](std::size_t) {
        ++begun;
        return true;
      },
      [&] { return begun > 0; });
  EXPECT_THAT(states, ElementsAre(TaskState::kDone, TaskState::kNotRun, TaskState::kNotRun));
}

}  // namespace
}  // namespace opta
