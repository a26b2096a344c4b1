#include "exec/terraform/plan.h"

#include <fmt/format.h>

namespace opta::terraform {

namespace {

constexpr int kExitWithChanges = 2;  // -detailed-exitcode

}  // namespace

std::vector<std::string> plan_arguments(const PlanOptions& options) {
  std::vector<std::string> arguments = {"plan", "-input=false", "-no-color"};
  if (options.json) arguments.emplace_back("-json");
  arguments.push_back(fmt::format("-out={}", options.out_file));
  arguments.push_back(lock_timeout_argument(options.lock_timeout));
  if (options.detailed_exit_code) arguments.emplace_back("-detailed-exitcode");
  if (options.destroy) arguments.emplace_back("-destroy");
  if (!options.refresh) arguments.emplace_back("-refresh=false");
  if (options.parallelism > 0) {
    arguments.push_back(fmt::format("-parallelism={}", options.parallelism));
  }
  for (const std::string& target : options.targets) arguments.push_back("-target=" + target);
  for (const std::string& address : options.replace) arguments.push_back("-replace=" + address);
  return arguments;
}

Result<PlanOutcome> plan(const Context& context, const PlanOptions& options,
                         const EventSink& on_event) {
  const auto [captured, outcome] =
      OPTA_TRY(run_streamed(context, plan_arguments(options), options.json ? on_event : EventSink{},
                            options.detailed_exit_code));
  return PlanOutcome{{outcome}, captured.exit_code == kExitWithChanges};
}

}  // namespace opta::terraform
