#include "exec/helm/lint.h"

#include <fmt/format.h>

#include "base/text.h"

namespace opta::helm {

std::vector<std::string> lint_arguments(const LintOptions& options) {
  std::vector<std::string> arguments = {"lint", options.chart, "--quiet"};
  if (options.strict) arguments.emplace_back("--strict");
  for (const std::string& file : options.values_files) {
    arguments.push_back(fmt::format("--values={}", list_item(file)));
  }
  if (!options.kube_version.empty()) {
    arguments.push_back(fmt::format("--kube-version={}", options.kube_version));
  }
  return arguments;
}

Result<ClusterOutcome> lint(const Context& context, const LintOptions& options) {
  const Captured captured = OPTA_TRY(run_alone(context, lint_arguments(options)));
  ClusterOutcome outcome{.failure = cluster_failure_of(captured)};
  const std::string_view findings = trim(captured.out);
  if (outcome.failure && !findings.empty()) {
    if (outcome.failure->kind == ClusterFailureKind::kOther) {
      outcome.failure->kind = recognise_cluster_failure(findings).kind;
    }
    outcome.failure->message = findings;
  }
  return outcome;
}

}  // namespace opta::helm
