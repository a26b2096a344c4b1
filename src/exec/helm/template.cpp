#include "exec/helm/template.h"

#include <fmt/format.h>

namespace opta::helm {

std::vector<std::string> template_arguments(const TemplateOptions& options) {
  std::vector<std::string> arguments = {"template", options.release, options.chart,
                                        fmt::format("--namespace={}", options.release_namespace)};
  // A chart's tests run at no install: they are no part of a plan.
  if (!options.include_tests) arguments.emplace_back("--skip-tests");
  for (const std::string& file : options.values_files) {
    arguments.push_back(fmt::format("--values={}", list_item(file)));
  }
  if (!options.kube_version.empty()) {
    arguments.push_back(fmt::format("--kube-version={}", options.kube_version));
  }
  for (const std::string& version : options.api_versions) {
    arguments.push_back(fmt::format("--api-versions={}", list_item(version)));
  }
  if (options.include_crds) arguments.emplace_back("--include-crds");
  return arguments;
}

Result<ClusterText> render(const Context& context, const TemplateOptions& options) {
  return text_of(run_alone(context, template_arguments(options)));
}

}  // namespace opta::helm
