#include "exec/helm/context.h"

#include <fmt/format.h>

#include "base/file_system.h"

namespace opta::helm {

Environment helm_environment(Environment environment, std::string_view cache_folder) {
  std::erase_if(environment, [](const auto& variable) {
    return variable.first.starts_with("HELM_") && variable.first != "HELM_REGISTRY_CONFIG";
  });
  environment["HELM_CACHE_HOME"] = join_path(cache_folder, "helm/cache");
  environment["HELM_CONFIG_HOME"] = join_path(cache_folder, "helm/config");
  environment["HELM_DATA_HOME"] = join_path(cache_folder, "helm/data");
  return environment;
}

std::string seconds_text(std::chrono::seconds duration) {
  return fmt::format("{}s", duration.count());
}

std::string list_item(std::string_view text) {
  if (text.find_first_of(",\"\n\r") == text.npos) return std::string(text);
  std::string quoted = "\"";
  for (const char letter : text) {
    if (letter == '"') quoted += '"';
    quoted += letter;
  }
  return quoted + '"';
}

Result<Captured> run_alone(const Context& context, std::vector<std::string> arguments,
                           const LineSink& on_out) {
  arguments.insert(arguments.begin(), context.program);
  const Command command{.argv = std::move(arguments),
                        .environment = context.environment,
                        .output_limit_bytes = kOutputLimitBytes};
  return context.runner.run(command, on_out, {}, context.stop);
}

Result<Captured> run_on_cluster(const Context& context, std::vector<std::string> arguments,
                                const LineSink& on_out) {
  if (!context.kubeconfig.empty()) {
    arguments.push_back(fmt::format("--kubeconfig={}", context.kubeconfig));
  }
  if (!context.kube_context.empty()) {
    arguments.push_back(fmt::format("--kube-context={}", context.kube_context));
  }
  return run_alone(context, std::move(arguments), on_out);
}

Result<ClusterText> text_of(Result<Captured> captured) {
  Captured answer = OPTA_TRY(std::move(captured));
  if (auto failure = cluster_failure_of(answer)) return ClusterText{.failure = std::move(failure)};
  if (answer.truncated) {
    return fail(fmt::format("Helm's answer is larger than {} bytes", kOutputLimitBytes));
  }
  return ClusterText{.text = std::move(answer.out)};
}

Result<ClusterOutcome> outcome_of(const Result<Captured>& captured) {
  if (!captured) return tl::make_unexpected(captured.error());
  return ClusterOutcome{.failure = cluster_failure_of(*captured)};
}

}  // namespace opta::helm
