#include "exec/kubectl/logs.h"

#include <fmt/format.h>

#include "base/check.h"

namespace opta::kubectl {

namespace {

// Of the lines that a sink has had already, enough for the words of a failure.
constexpr std::size_t kKeptOfStreamBytes = 64U << 10U;

}  // namespace

std::vector<std::string> logs_arguments(const LogsOptions& options) {
  std::vector<std::string> arguments = {"logs", options.pod};
  if (!options.container.empty()) {
    arguments.push_back(fmt::format("--container={}", options.container));
  }
  if (options.previous) arguments.emplace_back("--previous");
  if (options.tail >= 0) arguments.push_back(fmt::format("--tail={}", options.tail));
  if (options.since.count() > 0) {
    arguments.push_back(fmt::format("--since={}s", options.since.count()));
  }
  if (options.timestamps) arguments.emplace_back("--timestamps");
  // A log that is followed may be silent for hours.
  if (options.follow) {
    arguments.emplace_back("--follow");
  } else {
    arguments.push_back(fmt::format("--request-timeout={}s", kRequestTimeout.count()));
  }
  add_namespace(arguments, options.object_namespace);
  return arguments;
}

Result<ClusterText> logs(const Context& context, const LogsOptions& options) {
  OPTA_ASSERT(!options.follow);
  return run_for_text(context, logs_arguments(options));
}

Result<ClusterOutcome> stream_logs(const Context& context, const LogsOptions& options,
                                   const LineSink& on_line) {
  const Captured captured =
      OPTA_TRY(run(context, logs_arguments(options), {}, on_line, kKeptOfStreamBytes));
  return ClusterOutcome{.failure = cluster_failure_of(captured)};
}

}  // namespace opta::kubectl
