// Which pods there are, and how their containers are: enough to choose one of them.
#pragma once

#include <optional>

#include "exec/kubectl/context.h"

namespace opta::kubectl {

struct PodContainer {
  std::string name;
  bool is_running = false;
  bool is_init = false;      // it comes before the others, and ends
  bool has_started = false;  // it has a log
  std::uint64_t restarts = 0;
  std::string reason = {};  // why it does not run: "ImagePullBackOff"; empty when it runs
};

struct Pod {
  std::string name;
  std::string uid = {};
  std::string component = {};  // "server", "cron-job"; empty when no label says
  std::string made_at = {};    // RFC 3339
  std::string reason = {};     // why it is on no node: "Unschedulable"; empty when it is on one
  bool is_ready = false;
  bool is_leaving = false;
  // In the order of the pod's description; init containers first.
  std::vector<PodContainer> containers = {};
  std::string main_container = {};  // the one that it names as its default, or the first

  const PodContainer* find_container(std::string_view name) const;
};

struct PodList {
  std::vector<Pod> pods = {};  // the oldest first
  std::optional<ClusterFailure> failure = {};

  bool ok() const { return !failure; }
};

struct PodsOptions {
  std::string object_namespace;
  std::string selector;  // "app.kubernetes.io/instance=hello"
};

// Nothing when the text is no list.
std::optional<std::vector<Pod>> decode_pods(std::string_view json_text);
Result<PodList> pods(const Context& context, const PodsOptions& options);

}  // namespace opta::kubectl
