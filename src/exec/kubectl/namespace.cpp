#include "exec/kubectl/namespace.h"

#include <nlohmann/json.hpp>

#include "exec/kubectl/apply.h"

namespace opta::kubectl {

std::string namespace_document(const NamespaceOptions& options) {
  using nlohmann::ordered_json;
  const auto map_of = [](const NamespaceOptions::Pairs& pairs) {
    ordered_json map = ordered_json::object();
    for (const auto& [key, value] : pairs) map[key] = value;
    return map;
  };
  ordered_json metadata = {{"name", options.name}};
  if (!options.labels.empty()) metadata["labels"] = map_of(options.labels);
  if (!options.annotations.empty()) metadata["annotations"] = map_of(options.annotations);
  const ordered_json document = {
      {"apiVersion", "v1"}, {"kind", "Namespace"}, {"metadata", metadata}};
  return document.dump(-1, ' ', false, ordered_json::error_handler_t::replace) + '\n';
}

Result<ClusterOutcome> apply_namespace(const Context& context, const NamespaceOptions& options) {
  return apply(context, namespace_document(options), {.force_conflicts = true});
}

}  // namespace opta::kubectl
