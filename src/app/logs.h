// `opta logs`: what all containers of a service write, together.
#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "app/arguments.h"
#include "app/env.h"
#include "exec/kubectl/pods.h"

namespace opta {

Exit logs(Env& env, const LogsArguments& arguments);

// One run of one container: a container that starts again has another log.
struct LogSource {
  std::string pod;
  std::string container;
  std::uint64_t restarts = 0;
  bool is_running = false;  // what it is now, and no part of which one it is

  friend bool operator<(const LogSource& one, const LogSource& other) {
    return std::tie(one.pod, one.container, one.restarts) <
           std::tie(other.pod, other.container, other.restarts);
  }
};

// The logs that these pods have, of all containers or of the named one.
std::vector<LogSource> log_sources(const std::vector<kubectl::Pod>& pods,
                                   std::string_view container);
// "app-x [k8s-service] has not started: ImagePullBackOff", for each that has no log yet.
std::vector<std::string> silent_containers(const std::vector<kubectl::Pod>& pods,
                                           std::string_view container);

}  // namespace opta
