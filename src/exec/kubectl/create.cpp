#include "exec/kubectl/create.h"

#include <fmt/format.h>

namespace opta::kubectl {

std::vector<std::string> create_arguments() {
  return {"create", "--filename=-", "--output=name",
          fmt::format("--request-timeout={}s", kRequestTimeout.count())};
}

Result<ClusterOutcome> create(const Context& context, std::string manifest) {
  return run_for_outcome(context, create_arguments(), std::move(manifest));
}

}  // namespace opta::kubectl
