// What a cluster can do, as charts ask for it: its version and the kinds that it knows.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exec/kubectl/context.h"

namespace opta::kubectl {

struct Capabilities {
  std::string version = {};                    // "v1.35.2"
  std::vector<std::string> api_versions = {};  // "apps/v1", "apps/v1/Deployment": sorted
  std::optional<ClusterFailure> failure = {};

  bool ok() const { return !failure; }
};

std::vector<std::string> version_arguments();
std::vector<std::string> api_resources_arguments();
// Nothing when the text names no server.
std::optional<std::string> decode_server_version(std::string_view json_text);
// From kubectl's table, which has no other form.
std::vector<std::string> decode_api_resources(std::string_view table);

// Two calls. A group whose own server does not answer is left out, as Helm leaves it out.
Result<Capabilities> capabilities(const Context& context);

}  // namespace opta::kubectl
