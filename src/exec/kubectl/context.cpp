#include "exec/kubectl/context.h"

#include <fmt/format.h>

namespace opta::kubectl {

void add_namespace(std::vector<std::string>& arguments, std::string_view object_namespace) {
  if (!object_namespace.empty()) {
    arguments.push_back(fmt::format("--namespace={}", object_namespace));
  }
}

Result<Captured> run(const Context& context, std::vector<std::string> arguments,
                     std::string stdin_text, const LineSink& on_out,
                     std::size_t output_limit_bytes) {
  arguments.insert(arguments.begin(), context.program);
  if (!context.kubeconfig.empty()) {
    arguments.push_back(fmt::format("--kubeconfig={}", context.kubeconfig));
  }
  if (!context.kube_context.empty()) {
    arguments.push_back(fmt::format("--context={}", context.kube_context));
  }
  const Command command{.argv = std::move(arguments),
                        .environment = context.environment,
                        .stdin_text = std::move(stdin_text),
                        .output_limit_bytes = output_limit_bytes};
  return context.runner.run(command, on_out, {}, context.stop);
}

Result<ClusterText> run_for_text(const Context& context, std::vector<std::string> arguments,
                                 std::string stdin_text) {
  Captured captured = OPTA_TRY(run(context, std::move(arguments), std::move(stdin_text)));
  if (auto failure = cluster_failure_of(captured))
    return ClusterText{.failure = std::move(failure)};
  if (captured.truncated) {
    return fail(fmt::format("kubectl's answer is larger than {} bytes", kOutputLimitBytes));
  }
  return ClusterText{.text = std::move(captured.out)};
}

Result<ClusterOutcome> run_for_outcome(const Context& context, std::vector<std::string> arguments,
                                       std::string stdin_text, const LineSink& on_out) {
  const Captured captured =
      OPTA_TRY(run(context, std::move(arguments), std::move(stdin_text), on_out));
  return ClusterOutcome{.failure = cluster_failure_of(captured)};
}

}  // namespace opta::kubectl
