#include "exec/helm/forget.h"

#include <fmt/format.h>

namespace opta::helm {

std::vector<std::string> forget_arguments(const ForgetOptions& options) {
  std::vector<std::string> arguments = {
      "delete", "secrets",
      fmt::format("--selector=owner=helm,name={}{}", options.release,
                  options.only_superseded ? ",status=superseded" : ""),
      // Somebody's own Secret may have the same labels.
      "--field-selector=type=helm.sh/release.v1", "--ignore-not-found"};
  kubectl::add_namespace(arguments, options.release_namespace);
  return arguments;
}

Result<ClusterOutcome> forget(const kubectl::Context& context, const std::string& release_namespace,
                              const std::string& release) {
  ForgetOptions options{
      .release = release, .release_namespace = release_namespace, .only_superseded = true};
  const ClusterOutcome first =
      OPTA_TRY(kubectl::run_for_outcome(context, forget_arguments(options)));
  if (first.failure) return first;
  options.only_superseded = false;
  return kubectl::run_for_outcome(context, forget_arguments(options));
}

}  // namespace opta::helm
