// Why a rollout does not come to its end, as plain data: the model that text and JSON read.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace opta {

enum class RolloutCause : std::uint8_t {
  kImage,          // it cannot be pulled, or its name is none
  kConfig,         // a Secret, a ConfigMap or a key of one is missing
  kStart,          // the container cannot be made or started
  kCrash,          // it starts and ends
  kOutOfMemory,    // the kernel ended it at its limit
  kProbe,          // it runs, and a probe says no
  kUnschedulable,  // no node takes the pod
  kQuota,          // a ResourceQuota refuses
  kAdmission,      // a rule of the cluster refuses: PodSecurity, LimitRange, a webhook's no
  kWebhook,        // a webhook that must be asked gives no answer
  kVolume,         // one cannot be made, attached or mounted
  kNetwork,        // the pod gets no network
  kJob,            // a job or hook has failed
  kSlow,           // nothing is wrong but the time
};
std::string_view to_string(RolloutCause cause);  // "out_of_memory"

// The part of a pod's description that a cause points at.
enum class Blame : std::uint8_t {
  kNothing,
  kImage,
  kCommand,
  kEnvironment,
  kSecurity,
  kMemoryLimit,
  kRequests,
  kPlacement,  // node selector, affinity, tolerations
  kVolumes,
  kReadinessProbe,
  kLivenessProbe,  // the startup probe asks the same
  kTimeout,
};

// Which of a container's logs tells more.
enum class LogOf : std::uint8_t { kNone, kCurrent, kPrevious };

// Messages and facts hold words of the cluster, already without control characters.
struct RolloutProblem {
  RolloutCause cause = RolloutCause::kSlow;
  Blame blame = Blame::kNothing;
  std::string kind = {};       // "Pod", "ReplicaSet", "PersistentVolumeClaim"; empty: the release
  std::string name = {};       // of one that has it, where several do
  std::string workload = {};   // "Deployment app"; empty when it belongs to none
  std::string container = {};  // empty when it is not one container's
  std::string message = {};    // "exit code 1 as soon as it starts"
  std::vector<std::string> facts = {};
  std::string advice = {};
  std::size_t count = 1;  // of objects that have the same problem
  LogOf log_of = LogOf::kNone;
  std::vector<std::string> log = {};  // the last lines, filled in by who can ask
  // Waiting will not mend it: the same answer has come several times, and it is not one that other
  // things' progress changes.
  bool is_final = false;
};

}  // namespace opta
