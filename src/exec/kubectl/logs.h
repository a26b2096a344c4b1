// kubectl logs: what a container has written. It is the user's own output and may hold anything:
// show it by way of `printable`.
#pragma once

#include "exec/kubectl/context.h"

namespace opta::kubectl {

struct LogsOptions {
  std::string pod;             // a pod's name, or "deployment/app" for one of its pods
  std::string container = {};  // empty: the pod's first, or the one that it names as its default
  std::string object_namespace = {};
  bool previous = false;          // of the container that ran before the last restart
  int tail = -1;                  // the last lines alone; below 0: all
  std::chrono::seconds since{0};  // what is younger; 0: all
  bool follow = false;            // goes on until the container ends or the context's stop asks
  bool timestamps = false;        // RFC 3339 before each line
};

std::vector<std::string> logs_arguments(const LogsOptions& options);
// The log as text, for a log that has an end: not with `follow`.
Result<ClusterText> logs(const Context& context, const LogsOptions& options);
// Line by line, of any length; nothing of it is kept.
Result<ClusterOutcome> stream_logs(const Context& context, const LogsOptions& options,
                                   const LineSink& on_line);

}  // namespace opta::kubectl
