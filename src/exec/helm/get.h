// helm get: what a release was installed as.
#pragma once

#include "exec/helm/context.h"

namespace opta::helm {

struct GetOptions {
  std::string release;
  std::string release_namespace;
  int revision = 0;  // 0: the newest
};

std::vector<std::string> get_manifest_arguments(const GetOptions& options);
std::vector<std::string> get_values_arguments(const GetOptions& options);

// The objects as last applied, without hooks, with Secrets in the clear: for plan/manifest.h alone.
// A release that is not there fails with kNotFound.
Result<ClusterText> get_manifest(const Context& context, const GetOptions& options);
// The values that the user of the chart gave, as JSON; may hold secrets.
Result<ClusterText> get_values(const Context& context, const GetOptions& options);

}  // namespace opta::helm
