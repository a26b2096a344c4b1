// What every Helm command shares. Each subcommand has a file with the same three parts in the same
// order: its options, a pure function that builds the argument list, a function that runs it.
//
// Values never stand in an argument list, which every user of the machine can read: they go by file
// (helm/values_file.h). A rendering may hold secrets, so no answer of Helm goes into a log.
#pragma once

#include <chrono>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "exec/environment.h"
#include "exec/kubectl/failure.h"
#include "exec/process.h"

namespace opta::helm {

struct Context {
  Runner& runner;
  std::string program;
  int major_version = 3;          // 3 or 4: some flags differ
  Environment environment;        // from helm_environment
  std::string kubeconfig = {};    // empty: what the environment says
  std::string kube_context = {};  // empty: the current one
  std::stop_token stop = {};
};

// Renderings of charts with many custom resource definitions take some megabytes.
inline constexpr std::size_t kOutputLimitBytes = 64U << 20U;

// The environment with Helm's cache, configuration and data below `cache_folder`. The user's HELM_*
// would change what Helm does behind our back (its storage, its namespace, its plugins) and are
// left out, but for the credentials of chart registries.
Environment helm_environment(Environment environment, std::string_view cache_folder);

// "300s"
std::string seconds_text(std::chrono::seconds duration);
// Helm reads some options as lists with commas: a path with a comma in it has to be quoted.
std::string list_item(std::string_view text);

// Runs `program arguments… --kubeconfig=… --kube-context=…`.
Result<Captured> run_on_cluster(const Context& context, std::vector<std::string> arguments,
                                const LineSink& on_out = {});
// Without a cluster: rendering, fetching, checking.
Result<Captured> run_alone(const Context& context, std::vector<std::string> arguments,
                           const LineSink& on_out = {});

// The answer as text. An Error when it is longer than the limit: half of it would be a riddle.
Result<ClusterText> text_of(Result<Captured> captured);
Result<ClusterOutcome> outcome_of(const Result<Captured>& captured);

}  // namespace opta::helm
