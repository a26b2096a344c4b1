#include "exec/helm/upgrade.h"

#include <fmt/format.h>

namespace opta::helm {

std::vector<std::string> upgrade_arguments(const UpgradeOptions& options, int major_version) {
  std::vector<std::string> arguments = {
      "upgrade", "--install", options.release, options.chart,
      fmt::format("--namespace={}", options.release_namespace),
      fmt::format("--timeout={}", seconds_text(options.timeout)),
      fmt::format("--history-max={}", options.history_max),
      // Values are what the file says now, never what an earlier release had.
      "--reset-values"};
  for (const std::string& file : options.values_files) {
    arguments.push_back(fmt::format("--values={}", list_item(file)));
  }
  if (options.wait || options.undo_on_failure) arguments.emplace_back("--wait");
  if (options.wait_for_jobs) arguments.emplace_back("--wait-for-jobs");
  if (options.undo_on_failure) {
    arguments.emplace_back(major_version >= 4 ? "--rollback-on-failure" : "--atomic");
  }
  if (options.clean_up_on_failure) arguments.emplace_back("--cleanup-on-fail");
  if (major_version >= 4 && !options.server_side) arguments.emplace_back("--server-side=false");
  for (const auto& [key, value] : options.labels) {
    arguments.push_back(fmt::format("--labels={}={}", key, value));
  }
  if (!options.description.empty()) {
    arguments.push_back(fmt::format("--description={}", options.description));
  }
  if (options.skip_crds) arguments.emplace_back("--skip-crds");
  return arguments;
}

Result<ClusterOutcome> upgrade(const Context& context, const UpgradeOptions& options,
                               const LineSink& on_out) {
  return outcome_of(
      run_on_cluster(context, upgrade_arguments(options, context.major_version), on_out));
}

}  // namespace opta::helm
