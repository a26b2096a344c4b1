#include "exec/helm/get.h"

#include <fmt/format.h>

namespace opta::helm {

namespace {

std::vector<std::string> get_arguments(const char* what, const GetOptions& options) {
  std::vector<std::string> arguments = {"get", what, options.release,
                                        fmt::format("--namespace={}", options.release_namespace)};
  if (options.revision > 0) arguments.push_back(fmt::format("--revision={}", options.revision));
  return arguments;
}

}  // namespace

std::vector<std::string> get_manifest_arguments(const GetOptions& options) {
  return get_arguments("manifest", options);
}

std::vector<std::string> get_values_arguments(const GetOptions& options) {
  std::vector<std::string> arguments = get_arguments("values", options);
  arguments.emplace_back("--output=json");
  return arguments;
}

Result<ClusterText> get_manifest(const Context& context, const GetOptions& options) {
  return text_of(run_on_cluster(context, get_manifest_arguments(options)));
}

Result<ClusterText> get_values(const Context& context, const GetOptions& options) {
  return text_of(run_on_cluster(context, get_values_arguments(options)));
}

}  // namespace opta::helm
