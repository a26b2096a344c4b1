// The objects that a rollout is made of, as flat data: what `kubectl get -o json` says of them,
// less all that no explanation needs. No environment and no Secret is in here.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace opta {

struct ObjectMeta {
  std::string kind = {};
  std::string name = {};
  std::string uid = {};
  std::string owner_kind = {};  // of the one that controls it; empty: nobody
  std::string owner_uid = {};
  std::string made_at = {};  // RFC 3339
  bool is_leaving = false;   // its deletion is under way
  std::map<std::string, std::string, std::less<>> labels = {};
  std::map<std::string, std::string, std::less<>> annotations = {};
};

struct ObjectCondition {
  std::string type = {};
  std::string status = {};  // "True", "False", "Unknown"
  std::string reason = {};
  std::string message = {};

  bool holds() const { return status == "True"; }
};

struct Termination {
  int exit_code = 0;
  int signal = 0;  // 0: not told
  std::string reason = {};
  std::string message = {};
};

struct ContainerState {
  std::string name = {};
  bool is_ready = false;
  bool is_running = false;
  int restarts = 0;
  std::string waiting_reason = {};
  std::string waiting_message = {};
  std::optional<Termination> ended = {};     // it has ended and has not been started again
  std::optional<Termination> previous = {};  // how the one before it ended
};

struct ContainerSpec {
  std::string name = {};
  std::string image = {};
  std::map<std::string, std::string, std::less<>> requests = {};  // "cpu" -> "500m"
  std::string memory_limit = {};
  // "GET /health on port 8080", "a connection to port 5432"; empty: there is none.
  std::string readiness = {};
  std::string liveness = {};
  std::string startup = {};
};

struct PodLook {
  ObjectMeta meta = {};
  std::string phase = {};
  std::string reason = {};  // "Evicted"
  std::string message = {};
  std::vector<ObjectCondition> conditions = {};
  std::vector<ContainerSpec> specs = {};
  std::vector<ContainerState> containers = {};  // those for initialisation first
  std::map<std::string, std::string, std::less<>> node_selector = {};
  std::vector<std::string> claims = {};  // names of the PersistentVolumeClaims that it mounts

  bool is_ready() const;
  const ContainerSpec* find_spec(std::string_view container) const;
};

// Deployments, StatefulSets, DaemonSets, ReplicaSets and Jobs. Numbers are of pods.
struct WorkloadLook {
  ObjectMeta meta = {};
  int wanted = 0;
  int updated = 0;            // of the newest form
  int ready = 0;              // of any form
  bool is_observed = true;    // its controller has seen its newest form
  std::string revision = {};  // the newest one: a number, or the hash of StatefulSets
  std::vector<ObjectCondition> conditions = {};
};

struct ClaimLook {
  ObjectMeta meta = {};
  std::string phase = {};
  std::string storage_class = {};
};

struct EventLook {
  std::string object_kind = {};
  std::string object_uid = {};
  std::string container = {};  // of a pod, where the event is about one
  std::string reason = {};
  std::string message = {};
  std::string last_seen = {};
  std::uint64_t count = 1;
};

struct NamespaceLook {
  std::vector<PodLook> pods = {};
  std::vector<WorkloadLook> workloads = {};
  std::vector<ClaimLook> claims = {};
  std::vector<EventLook> events = {};  // the oldest first
};

// The kinds that a look asks for, as kubectl takes them.
const std::vector<std::string>& looked_at_kinds();

// Of `kubectl get -o json` with those kinds; others are passed over.
Result<NamespaceLook> decode_namespace(std::string_view json_text);

}  // namespace opta
