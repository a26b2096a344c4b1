#include "exec/kubectl/capabilities.h"

#include <iterator>
#include <set>
#include <sstream>

#include <fmt/format.h>

#include "exec/json.h"

namespace opta::kubectl {

std::vector<std::string> version_arguments() {
  return {"version", "--output=json",
          fmt::format("--request-timeout={}s", kRequestTimeout.count())};
}

std::vector<std::string> api_resources_arguments() {
  return {"api-resources", "--no-headers",
          fmt::format("--request-timeout={}s", kRequestTimeout.count())};
}

std::optional<std::string> decode_server_version(std::string_view json_text) {
  const lenient::Json json = lenient::parse(json_text);
  std::string version = lenient::text_at(lenient::object_at(json, "serverVersion"), "gitVersion");
  if (version.empty()) return std::nullopt;
  return version;
}

std::vector<std::string> decode_api_resources(std::string_view table) {
  std::set<std::string> versions;
  std::istringstream lines{std::string(table)};
  for (std::string line; std::getline(lines, line);) {
    // NAME [SHORTNAMES] APIVERSION NAMESPACED KIND
    std::istringstream columns(line);
    const std::vector<std::string> words{std::istream_iterator<std::string>(columns), {}};
    if (words.size() < 4) continue;
    const std::string& version = words[words.size() - 3];
    versions.insert(version);
    versions.insert(fmt::format("{}/{}", version, words.back()));
  }
  return {versions.begin(), versions.end()};
}

Result<Capabilities> capabilities(const Context& context) {
  const ClusterText version = OPTA_TRY(run_for_text(context, version_arguments()));
  if (version.failure) return Capabilities{.failure = version.failure};
  const auto number = decode_server_version(version.text);
  if (!number) return fail("kubectl does not tell the cluster's version");
  const Captured resources = OPTA_TRY(run(context, api_resources_arguments()));
  Capabilities found{.version = *number, .api_versions = decode_api_resources(resources.out)};
  if (found.api_versions.empty()) found.failure = cluster_failure_of(resources);
  return found;
}

}  // namespace opta::kubectl
