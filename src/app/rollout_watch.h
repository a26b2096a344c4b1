// Looks at what becomes of a release while Helm waits for it. Helm itself says no more than that
// the time was over; and what its hooks made may be gone when it returns.
#pragma once

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "exec/kubectl/context.h"
#include "rollout/explain.h"

namespace opta {

// One look at the cluster. Nothing where it gave no answer.
std::optional<RolloutState> look_at_rollout(const kubectl::Context& cluster,
                                            const RolloutQuestion& question);

class RolloutWatch {
 public:
  // Begins to look, in a thread of its own. `cluster` must outlive it.
  RolloutWatch(const kubectl::Context& cluster, RolloutQuestion question);
  ~RolloutWatch();
  RolloutWatch(const RolloutWatch&) = delete;
  RolloutWatch& operator=(const RolloutWatch&) = delete;

  // Asked to stop once two looks in a row have found that to wait on is of no use.
  std::stop_token hopeless() const { return hopeless_.get_token(); }
  // Ends the looking and says what is wrong, with the logs of containers that ended. Once.
  RolloutState finish();

 private:
  using LogKey = std::pair<std::string, std::string>;  // pod and container

  void run(const std::stop_token& stop);
  void keep(RolloutState state);
  void read_logs(const RolloutState& state, bool again);

  kubectl::Context cluster_;
  RolloutQuestion question_;
  std::stop_source hopeless_;
  std::mutex mutex_;  // of the pause alone
  std::condition_variable_any pause_;
  RolloutState last_;  // the thread's, until it has ended
  RolloutState worst_;
  std::map<LogKey, std::vector<std::string>> logs_;
  int hopeless_looks_ = 0;
  std::jthread thread_;
};

}  // namespace opta
